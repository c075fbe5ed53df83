"""What campaigns add to the steps ahead."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from console.domain.forecast.campaign import Campaign
    from console.domain.forecast.campaign_effect import CampaignEffect

ANY_TITLE = ""
"""The title of the effect that stands for campaigns of any title."""
PLAN_DOUBT = 0.3
"""A planned multiple without a past to hold it against is trusted to this share of its logarithm."""
_TENTH = 1.2816  # deviations from the middle that one in ten goes beyond


class CampaignsAhead(NamedTuple):
    """By step: the logarithm of what campaigns multiply demand by, and its standard deviation."""

    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]


def campaigns_ahead(
    times: NDArray[np.float64], step_s: int, campaigns: Sequence[Campaign], effects: Sequence[CampaignEffect]
) -> CampaignsAhead:
    """Return what campaigns add to steps that begin at ``times``; one that covers half a step counts half."""
    mean, variance = np.zeros(len(times)), np.zeros(len(times))
    known = {one.title: one for one in effects}
    for one in campaigns:
        logarithm, deviation = _expected(one, known)
        share = covered_share(times, step_s, one)
        mean += share * logarithm
        variance += (share * deviation) ** 2
    return CampaignsAhead(mean, np.sqrt(variance))


def covered_share(times: NDArray[np.float64], step_s: int, campaign: Campaign) -> NDArray[np.float64]:
    """Return which share of each step a campaign covers."""
    lasting = np.minimum(times + step_s, campaign.end_s) - np.maximum(times, campaign.start_s)
    return np.asarray(np.clip(lasting, 0.0, step_s) / step_s)


def _expected(campaign: Campaign, known: dict[str, CampaignEffect]) -> tuple[float, float]:
    """Return logarithm and deviation: the plan's multiple before the past's, the past's doubt before the plan's."""
    effect = known.get(campaign.title) or known.get(ANY_TITLE)
    if campaign.uplift is None:
        return (effect.log_mean, effect_deviation(effect)) if effect is not None else (0.0, 0.0)
    logarithm = log(campaign.uplift)
    return logarithm, effect_deviation(effect) if effect is not None else PLAN_DOUBT * abs(logarithm)


def effect_deviation(effect: CampaignEffect) -> float:
    """Return the standard deviation of the next campaign's effect, as wide as its 80 % interval."""
    return (effect.log_high - effect.log_low) / (2 * _TENTH)
