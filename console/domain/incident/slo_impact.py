"""What an incident cost of the error budgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.slo.slo_status import SloStatus


@dataclass(frozen=True, slots=True)
class SloImpact:
    """``error_ratio`` is that of the incident's time, ``bad`` its failed events (``None``: not known, or not counted).

    ``burnt`` is the share of the whole period's error budget that went in it; ``query`` is what was asked.
    """

    status: SloStatus
    error_ratio: float | None
    bad: float | None
    burnt: float | None
    query: str


def slo_impact(
    status: SloStatus, lasted_s: float, error_ratio: float | None, bad: float | None, query: str
) -> SloImpact:
    """Return the impact of a span: by events where they are counted, else as if all hours were alike."""
    burnt = None
    if bad is not None and error_ratio and status.events is not None:
        events = max(status.events, bad / error_ratio)  # the period may have been counted before the incident ended
        burnt = bad / (events * status.budget)
    elif error_ratio is not None and status.period_s > 0:
        burnt = error_ratio / status.budget * lasted_s / status.period_s
    return SloImpact(status, error_ratio, bad, burnt, query)
