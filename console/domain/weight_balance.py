"""Moving one weight of several so that their sum stays whole."""

from collections.abc import Sequence


def balanced(weights: Sequence[int], place: int, wanted: int, whole: int) -> tuple[int, ...]:
    """Return weights that sum to ``whole`` with ``wanted`` (0 to ``whole``) at ``place``.

    The others share the rest as they did before, equally where all of them were 0; largest remainders are rounded up.
    """
    if len(weights) == 1:
        return (whole,)
    wanted = max(0, min(whole, wanted))
    others = [one for one in range(len(weights)) if one != place]
    return _spread(weights, others, whole - wanted, {place: wanted})


def whole_parts(shares: Sequence[float], whole: int) -> tuple[int, ...]:
    """Return shares as parts of ``whole`` that sum to it; all zero stays all zero."""
    if sum(shares) <= 0:
        return (0,) * len(shares)
    return _spread(shares, list(range(len(shares))), whole, {})


def _spread(weights: Sequence[float], places: Sequence[int], rest: int, fixed: dict[int, int]) -> tuple[int, ...]:
    base = sum(weights[one] for one in places)
    exact = {one: rest * weights[one] / base if base > 0 else rest / len(places) for one in places}
    found = {**fixed, **{one: int(value) for one, value in exact.items()}}
    missing = rest - sum(found[one] for one in places)
    for one in sorted(places, key=lambda one: (found[one] - exact[one], one))[:missing]:
        found[one] += 1
    return tuple(found[one] for one in range(len(weights)))
