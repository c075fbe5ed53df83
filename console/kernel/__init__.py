"""The kernel: mechanisms without product words."""
