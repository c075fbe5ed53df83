"""The trail port: where everything that happens is noted for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from console.domain.trail_event import TrailEvent


class Trail(Protocol):
    """What runbooks, rollouts, audits, reports and changes tell what they did."""

    def note(self, event: TrailEvent) -> None:
        """Take an event; it is stamped now, and on disk a moment later. Any thread; never blocks, never raises."""

    async def flush(self) -> None:
        """Return when all that was noted is on disk for good; raise ``UserError`` when it cannot be."""
