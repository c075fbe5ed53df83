"""The lab's real Alertmanager, when it is installed."""
