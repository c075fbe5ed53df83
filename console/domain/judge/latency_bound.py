"""The threshold over which a request counts as slow."""

from collections.abc import Sequence
from math import isfinite

_SLOW_SHARE = 0.1


def latency_bound(bounds: Sequence[float], baseline: Sequence[float], wanted: float | None) -> float | None:
    """Return a bound of the histogram: the first one from ``wanted`` on, else by what the baseline does.

    Without a wish it is the first bound over which at most a tenth of the baseline's requests are, but some still may
    be. ``None``: there is no bound. ``baseline`` are counts per bucket, not cumulated.
    """
    finite = [bound for bound in bounds if isfinite(bound)]
    if not finite:
        return None
    if wanted is not None:
        return next((bound for bound in finite if bound >= wanted), finite[-1])
    total, within = sum(baseline), 0.0
    for bound, count in zip(bounds, baseline, strict=True):
        within += count
        if total > 0 and isfinite(bound) and (total - within) / total <= _SLOW_SHARE:
            return bound
    return finite[-1]
