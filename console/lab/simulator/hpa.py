"""The horizontal pod autoscaler's arithmetic, as documented for autoscaling/v2."""

import math

TOLERANCE = 0.1
"""The controller's default: within 10 % of the target nothing is done."""


def desired_by_utilisation(
    ready: int, starting: int, utilisation: float, target: float, tolerance: float = TOLERANCE
) -> int:
    """Replicas for a per-pod metric: ceil(pods * current / target), before bounds.

    `utilisation` is the mean of the `ready` pods. Pods that are still starting count as using nothing when
    scaling up, which dampens it; when that turns the direction, nothing is done.
    Raises ValueError for a target that is not above zero.
    """
    if target <= 0:
        raise ValueError("the target of an autoscaler must be above zero")
    current = ready + starting
    ratio = utilisation / target
    if ready == 0 or abs(ratio - 1.0) <= tolerance:
        return current
    if ratio < 1.0 or starting == 0:
        return math.ceil(round(ratio * ready, 9))
    dampened = ratio * ready / current
    if abs(dampened - 1.0) <= tolerance or dampened < 1.0:
        return current
    return math.ceil(round(dampened * current, 9))


def desired_by_average_value(current: int, total: float, target: float, tolerance: float = TOLERANCE) -> int:
    """Replicas for an external metric with an AverageValue target: ceil(total / target), before bounds.

    Raises ValueError for a target that is not above zero.
    """
    if target <= 0:
        raise ValueError("the target of an autoscaler must be above zero")
    if current > 0 and abs(total / (target * current) - 1.0) <= tolerance:
        return current
    return math.ceil(round(total / target, 9))


def scale_up_limit(current: int, at_period_start: int) -> int:
    """The default policy: at most 4 pods or 100 % more within 15 s, whichever is higher."""
    return max(current, at_period_start + 4, at_period_start * 2)


def bounded(wanted: int, least: int, most: int) -> tuple[int, str]:
    """Replicas within the bounds and the reason of the ScalingLimited condition."""
    if wanted > most:
        return most, "TooManyReplicas"
    if wanted < least:
        return least, "TooFewReplicas"
    return wanted, "DesiredWithinRange"
