"""Holm's correction: several questions at once, one chance of a false alarm."""


def holm_levels(chances: tuple[float, ...], alpha: float) -> tuple[float, ...]:
    """Return the level that each chance (p-value) has to keep to; what comes after one that does not, keeps to none.

    A chance is small enough when it is at most its level. The level of the first one that is not is what it would have
    needed; those after it (larger chances) get the same one.
    """
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    levels = [0.0] * len(chances)
    level, open_still = alpha / max(1, len(chances)), True
    for rank, place in enumerate(order):
        if open_still:
            level = alpha / (len(chances) - rank)
        open_still = open_still and chances[place] <= level
        levels[place] = level
    return tuple(levels)
