"""This machine as a place of audits: its worker processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.kernel.worker_pool import worker_count
from console.services.audits.audit_fleet import AuditFleet
from console.services.audits.task_carrier import LocalCarrier

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.ports.vault import SecretVault
    from console.services.audits.audit_fleet import AskForge
    from console.services.audits.audit_line import AuditWatch
    from console.services.audits.audit_order import AuditOrder
    from console.services.audits.audit_outcome import AuditOutcome
    from console.services.audits.audit_places import AuditPlaces

LOCAL = "local"
_ASKING = 2  # orders whose forge is being asked or whose repository is being fetched, while the workers are busy


class LocalLine:
    """Always there. Orders come one by one, so that a more urgent one overtakes those that wait."""

    key = LOCAL

    def __init__(
        self,
        runtime: Runtime,
        clock: Clock,
        places: AuditPlaces,
        vault: Callable[[], SecretVault | None],
        ask: AskForge,
    ) -> None:
        self._runtime, self._clock, self._places, self._vault, self._ask = runtime, clock, places, vault, ask
        self._carrier = LocalCarrier(runtime, places)
        self.at_once = worker_count() + _ASKING

    def title(self) -> str:
        """Return its name."""
        return t("This machine")

    def why_not(self) -> str:
        """Return nothing: it can always be used."""
        return ""

    async def run(self, orders: Sequence[AuditOrder], watch: AuditWatch) -> tuple[AuditOutcome, ...]:
        """Carry orders out on the worker processes."""
        vault = await self._runtime.in_thread(self._vault)
        fleet = AuditFleet(
            self._runtime, self._clock, self._places, vault=vault, ask=self._ask,
            planned=watch.planned, progress=watch.progress, told=watch.told, carrier=self._carrier,
        )  # fmt: skip
        return await fleet.run(orders)

    def close(self) -> None:
        """Do nothing: worker processes end with their console."""
