"""Measuring what past campaigns did, and how sure that is."""

from __future__ import annotations

from collections import defaultdict
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from console.domain.forecast.campaign_ahead import ANY_TITLE, PLAN_DOUBT, covered_share
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
    for one, seen in zip(campaigns, _seen(times, step_s, excess, campaigns), strict=True):
        if seen is not None:
            by_title[one.title].append(seen)
    if not by_title:
        return ()
    found = [_effect(title, by_title[title]) for title in sorted(by_title)]
    return (*found, _effect(ANY_TITLE, [one for some in by_title.values() for one in some]))


def _seen(
    times: NDArray[np.float64], step_s: int, excess: NDArray[np.float64], campaigns: Sequence[Campaign]
) -> list[float | None]:
    """Return what each campaign did by itself; ``None`` where too little is known.

    Campaigns that run at once multiply. First count those that ran alone, then those of which no other is unknown, by
    what is left of the usual excess; those that are never told apart share it equally.
    """
    parts = [_touched(times, step_s, one) for one in campaigns]
    shares = [covered_share(times[part], step_s, one) for part, one in zip(parts, campaigns, strict=True)]
    inside = [(share == 1.0) & np.isfinite(excess[part]) for part, share in zip(parts, shares, strict=True)]
    found: list[float | None] = [None] * len(parts)
    while True:
        known = _by_itself(campaigns, found)
        rest, unknown = _left(excess, parts, shares, known)
        told = [
            _median(rest[part], steps & (unknown[part] == 1.0)) if effect is None else own
            for part, steps, effect, own in zip(parts, inside, known, found, strict=True)
        ]
        if told == found:
            break
        found = told
    for place, (part, steps) in enumerate(zip(parts, inside, strict=True)):
        effect = known[place]
        if effect is None:
            found[place] = _median(rest[part] / np.maximum(unknown[part], 1.0), steps)
        elif found[place] is None:
            found[place] = _median(rest[part] + effect, steps & (unknown[part] == 0))
    return found


def _left(
    excess: NDArray[np.float64],
    parts: Sequence[slice],
    shares: Sequence[NDArray[np.float64]],
    known: Sequence[float | None],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the excess without the campaigns that are known, and how many others touch each step."""
    rest, unknown = excess.copy(), np.zeros(len(excess))
    for part, share, effect in zip(parts, shares, known, strict=True):
        if effect is None:
            unknown[part] += 1.0
        else:
            rest[part] -= share * effect
    return rest, unknown


def _touched(times: NDArray[np.float64], step_s: int, campaign: Campaign) -> slice:
    """Return the steps that a campaign touches."""
    first = np.searchsorted(times, campaign.start_s - step_s, side="right")
    return slice(int(first), int(np.searchsorted(times, campaign.end_s)))


def _by_itself(campaigns: Sequence[Campaign], found: Sequence[float | None]) -> list[float | None]:
    """Return what is known of each campaign: its own effect, else the mean of those of its title."""
    by_title: dict[str, list[float]] = defaultdict(list)
    for one, effect in zip(campaigns, found, strict=True):
        if effect is not None:
            by_title[one.title].append(effect)
    means = {title: float(np.mean(some)) for title, some in by_title.items()}
    return [means.get(one.title) if effect is None else effect for one, effect in zip(campaigns, found, strict=True)]


def _median(values: NDArray[np.float64], steps: NDArray[np.bool_]) -> float | None:
    return float(np.median(values[steps])) if steps.sum() >= _LEAST_STEPS else None


def _effect(title: str, seen: Sequence[float]) -> CampaignEffect:
    mean, times = float(np.mean(seen)), len(seen)
    believed = max(PLAN_DOUBT * abs(mean), _LEAST_SPREAD)
    freedom = _BELIEF + times - 1
    spread = sqrt((_BELIEF * believed**2 + times * float(np.var(seen))) / freedom)
    reach = student_quantile(freedom, 0.9) * spread * sqrt(1.0 + 1.0 / times)
    return CampaignEffect(title, times, mean, spread, mean - reach, mean + reach)
