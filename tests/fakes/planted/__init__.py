"""Whole repositories with faults planted on purpose and what only looks like them, as real ones mix them."""
