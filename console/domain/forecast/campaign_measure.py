"""Measuring what past campaigns did, and how sure that is."""

from __future__ import annotations

from collections import defaultdict
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from console.domain.forecast.campaign_ahead import ANY_TITLE, PLAN_DOUBT
from console.domain.forecast.campaign_effect import CampaignEffect
from console.domain.student import student_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from console.domain.forecast.campaign import Campaign

_LEAST_STEPS = 2
_LEAST_SPREAD = 0.05
_BELIEF = 2  # degrees of freedom
_MOST_COVERED = 0.5


def covered(times: NDArray[np.float64], step_s: int, campaigns: Sequence[Campaign]) -> NDArray[np.bool_]:
    """Return which steps any campaign touches; none when they touch more than half, because nothing else is left."""
    found = np.zeros(len(times), dtype=bool)
    for one in campaigns:
        found |= (times + step_s > one.start_s) & (times < one.end_s)
    return found if found.mean() <= _MOST_COVERED else np.zeros(len(times), dtype=bool)


def measure_campaigns(
    times: NDArray[np.float64], step_s: int, excess: NDArray[np.float64], campaigns: Sequence[Campaign]
) -> tuple[CampaignEffect, ...]:
    """Return the effects by title, and that of any title last; ``excess`` is what steps were above the usual.

    The interval is that of one more campaign, by Student's distribution: campaigns are believed to differ from their
    mean as much as from a plan, and that belief weighs as much as two of them.
    """
    by_title: dict[str, list[float]] = defaultdict(list)
    for one in campaigns:
        inside = (times >= one.start_s) & (times + step_s <= one.end_s) & np.isfinite(excess)
        if inside.sum() >= _LEAST_STEPS:
            by_title[one.title].append(float(np.median(excess[inside])))
    if not by_title:
        return ()
    found = [_effect(title, by_title[title]) for title in sorted(by_title)]
    return (*found, _effect(ANY_TITLE, [one for some in by_title.values() for one in some]))


def _effect(title: str, seen: Sequence[float]) -> CampaignEffect:
    mean, times = float(np.mean(seen)), len(seen)
    believed = max(PLAN_DOUBT * abs(mean), _LEAST_SPREAD)
    freedom = _BELIEF + times - 1
    spread = sqrt((_BELIEF * believed**2 + times * float(np.var(seen))) / freedom)
    reach = student_quantile(freedom, 0.9) * spread * sqrt(1.0 + 1.0 / times)
    return CampaignEffect(title, times, mean, spread, mean - reach, mean + reach)
