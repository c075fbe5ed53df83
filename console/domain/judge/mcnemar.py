"""Paired answers compared at one look: McNemar's exact test."""


def mcnemar_chance(only_baseline_wrong: float, only_canary_wrong: float) -> float:
    """Return the two-sided chance of a split of the differing answers at least as uneven as this one."""
    from scipy.special import bdtr  # noqa: PLC0415 - heavy

    smaller, total = min(only_baseline_wrong, only_canary_wrong), only_baseline_wrong + only_canary_wrong
    return min(1.0, 2 * float(bdtr(float(int(smaller)), round(total), 0.5))) if total > 0 else 1.0
