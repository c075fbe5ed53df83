"""Paired answers compared at one look: McNemar's exact test."""

from console.domain.beta_share import beta_share


def mcnemar_chance(only_baseline_wrong: float, only_canary_wrong: float) -> float:
    """Return the two-sided chance of a split of the differing answers at least as uneven as this one."""
    smaller, total = int(min(only_baseline_wrong, only_canary_wrong)), round(only_baseline_wrong + only_canary_wrong)
    if total <= 0 or smaller >= total:
        return 1.0
    return min(1.0, 2 * beta_share(total - smaller, smaller + 1, 0.5))  # at most so many of fair trials
