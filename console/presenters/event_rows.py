"""The events about an object, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.health import Health
from console.kernel.redact import scrub
from console.presenters.format import ago

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.ports.cluster import ObjectEvent


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event; ``at_s`` (unix seconds) orders it."""

    health: Health
    type: str
    reason: str
    message: str
    source: str
    count: int
    age: str
    at_s: float


def event_rows(events: Iterable[ObjectEvent], now_s: float) -> tuple[EventRow, ...]:
    """Return the rows; what is no ``Normal`` event is a warning."""
    rows = [
        EventRow(
            health=Health.OK if one.type == "Normal" else Health.WARNING,
            type=one.type,
            reason=one.reason,
            message=scrub(one.message),
            source=one.source,
            count=one.count,
            age=ago(one.last_at_s or one.first_at_s, now_s),
            at_s=one.last_at_s or one.first_at_s or 0.0,
        )
        for one in events
    ]
    return tuple(sorted(rows, key=lambda row: -row.at_s))
