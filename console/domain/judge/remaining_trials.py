"""How many more trials the canary needs until something can be said."""

import math
from collections.abc import Callable

from console.domain.judge.arm_slice import ArmSlice, whole
from console.domain.judge.count_evidence import count_evidence

_MOST = 10_000_000_000


def remaining_trials(
    slices: tuple[ArmSlice, ...], allowed_ratio: float, harmless: float, alpha: float, alpha_worse: float
) -> int | None:
    """Return the further trials of the canary until the evidence suffices, if both arms go on as they were.

    ``alpha`` is for a pass, ``alpha_worse`` (smaller with several metrics) for a failure. The rates are drawn a little
    towards equal arms, so that the first few bad events do not decide. ``None``: it cannot be told.
    """
    so_far = whole(slices)
    if so_far.canary_trials <= 0 or so_far.baseline_trials <= 0:
        return None
    step = _per_trial(so_far, harmless)

    def enough(more: float) -> bool:
        course = (*slices, _times(step, more))
        found = count_evidence(course, allowed_ratio, harmless)
        return max(found.within, found.below) >= -math.log(alpha) or found.worse >= -math.log(alpha_worse)

    return _smallest(enough)


def _per_trial(so_far: ArmSlice, harmless: float) -> ArmSlice:
    """Return what goes on for each trial of the canary: the shares of bad events, drawn towards their common one."""
    common = (so_far.canary_bad + so_far.baseline_bad) / (so_far.canary_trials + so_far.baseline_trials)
    if common <= 0 and harmless <= 0:
        return ArmSlice(0.0, 0.0, 1.0, 0.0)
    weight = 1.0 / common if common > 0 else 0.0  # as many trials as one bad event takes
    canary = (so_far.canary_bad + weight * common) / (so_far.canary_trials + weight)
    baseline = (so_far.baseline_bad + weight * common) / (so_far.baseline_trials + weight)
    trials = so_far.baseline_trials / so_far.canary_trials
    return ArmSlice(trials, trials * baseline, 1.0, canary)


def _times(one: ArmSlice, count: float) -> ArmSlice:
    return ArmSlice(
        one.baseline_trials * count, one.baseline_bad * count, one.canary_trials * count, one.canary_bad * count
    )


def _smallest(enough: Callable[[float], bool]) -> int | None:
    high = 1
    while not enough(high):
        high *= 2
        if high > _MOST:
            return None
    low = high // 2
    while high - low > max(1, high // 200):  # to half a percent: more digits would pretend
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
