"""What an incident cost of the error budgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.slo.slo_status import SloStatus


@dataclass(frozen=True, slots=True)
class SloImpact:
    """``error_ratio`` is that of the incident's time, ``bad`` its failed events (``None``: not known, or not counted).

    ``burnt`` is the share of the whole period's error budget that went in it; ``query`` is what was asked. That time is
    ``lasted_s`` long: from its first alert, not from when somebody opened the incident.
    """

    status: SloStatus
    error_ratio: float | None
    bad: float | None
    burnt: float | None
    query: str
    lasted_s: float


def slo_impact(
    status: SloStatus, lasted_s: float, error_ratio: float | None, bad: float | None, query: str
) -> SloImpact:
    """Return the impact of a span: by events where they are counted, else as if all hours were alike."""
    burnt = None
    if bad is not None and error_ratio and status.events is not None:
        # The period may have been counted before the incident ended, and known only in part.
        events = max(status.events / _known_share(status), bad / error_ratio)
        burnt = bad / (events * status.budget)
    elif error_ratio is not None and status.period_s > 0:
        burnt = error_ratio / status.budget * lasted_s / status.period_s
    return SloImpact(status, error_ratio, bad, burnt, query, lasted_s)


def _known_share(status: SloStatus) -> float:
    """Return for which share of its period (0 to 1, not 0) the events were counted."""
    if not status.known_s or status.counted_s <= 0:
        return 1.0
    return min(1.0, status.known_s / status.counted_s)
