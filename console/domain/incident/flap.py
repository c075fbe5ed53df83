"""Flapping: an alert that comes and goes is one trouble, not many.

The rule: an alert that began three times within half an hour flaps. It counts as over only after it was silent for ten
minutes; any other alert after one minute. Nobody is told of its single beginnings.
"""

from collections.abc import Sequence

FLAPS, WITHIN_S = 3, 1800.0
CALM_S, FLAPPING_CALM_S = 60.0, 600.0


def is_flapping(starts: Sequence[float]) -> bool:
    """Return whether an alert that began at some moments (unix seconds, in order) flaps."""
    return len(starts) >= FLAPS and starts[-1] - starts[-FLAPS] <= WITHIN_S


def calm_s(starts: Sequence[float]) -> float:
    """Return how many seconds an alert must be silent before it counts as over."""
    return FLAPPING_CALM_S if is_flapping(starts) else CALM_S
