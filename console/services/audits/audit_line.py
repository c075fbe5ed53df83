"""The port of the places where audits run: this machine, a cluster, a pipeline, a service."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.domain.audit.fleet_progress import FleetProgress
    from console.services.audits.audit_order import AuditOrder, PlannedAudit
    from console.services.audits.audit_outcome import AuditOutcome


class AuditWatch(NamedTuple):
    """Who hears of a run: ``planned`` when an order's tasks are known, ``progress`` often, ``told`` of each outcome."""

    planned: Callable[[PlannedAudit], None]
    progress: Callable[[FleetProgress], None]
    told: Callable[[AuditOutcome], None]


class AuditLine(Protocol):
    """A place. ``key`` is stable; ``at_once`` is how many orders it is given one by one (0: all of a trigger)."""

    key: str
    at_once: int

    def title(self) -> str:
        """Return its name in the current language."""

    def why_not(self) -> str:
        """Return why it cannot be used now, in a sentence; empty when it can."""

    async def run(self, orders: Sequence[AuditOrder], watch: AuditWatch) -> tuple[AuditOutcome, ...]:
        """Carry orders out; cancelling ends the work."""

    def close(self) -> None:
        """Hear that the console ends: what goes on without it may go on."""
