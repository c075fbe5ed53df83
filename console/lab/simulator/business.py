"""Business indicators of a cell: deliveries, opens, clicks on the call to action, active users."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.lab.simulator.cell_flow import CellFlow
from console.lab.simulator.level import Level

OPEN_RATIO = {"b2b": 0.41, "b2c": 0.29, "enterprise": 0.47}
CTA_RATIO = {"b2b": 0.13, "b2c": 0.085, "enterprise": 0.15}
_NEUTRAL_ACCURACY = 0.84


@dataclass(frozen=True, slots=True)
class BusinessFlow:
    """Per second and by segment: newsletters delivered and failed, opens, clicks. `active_users` are people."""

    delivered: Mapping[str, Level]
    failed: Mapping[str, Level]
    opens: Mapping[str, Level]
    clicks: Mapping[str, Level]
    active_users: Mapping[str, Level]


def business_flow(flow: CellFlow, active_users: Mapping[str, Level], relevance: float = 1.0) -> BusinessFlow:
    """Business indicators of a cell; the model's accuracy and what the edge shows (`relevance`) move the clicks."""
    delivery = flow.services.get("delivery")
    lost: Level = delivery.failed if delivery else 0.0
    interest = (1.0 + 2.0 * (flow.accuracy - _NEUTRAL_ACCURACY)) * relevance
    delivered: dict[str, Level] = {}
    failed: dict[str, Level] = {}
    opens: dict[str, Level] = {}
    clicks: dict[str, Level] = {}
    for segment, sent in flow.processed_per_s.items():
        delivered[segment] = sent * (1.0 - lost)
        failed[segment] = sent * lost
        opens[segment] = delivered[segment] * OPEN_RATIO[segment]
        clicks[segment] = opens[segment] * CTA_RATIO[segment] * interest
    return BusinessFlow(delivered, failed, opens, clicks, active_users)
