"""A place beyond this machine as a place of audits: a cluster, a forge's CI, an audit service."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from console.kernel.errors import ChangeRefused, UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared
from console.ports.audit_dispatcher import AuditDispatcher
from console.services.audits.audit_fleet import AuditFleet
from console.services.audits.audit_order import AuditOrder
from console.services.audits.dispatch_carrier import DispatchCarrier, Handover
from console.store.audits.result_store import ResultStore

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.domain.audit.audit_task import AuditTask
    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.ports.vault import SecretVault
    from console.services.audits.audit_fleet import AskForge
    from console.services.audits.audit_line import AuditWatch
    from console.services.audits.audit_outcome import AuditOutcome
    from console.services.audits.audit_places import AuditPlaces
    from console.services.audits.result_collector import ResultCollector
    from console.services.change_service import ChangeService
    from console.store.audits.order_shelf import OrderShelf


class LineParts(NamedTuple):
    """What all such places need; ``connection_of`` tells of a project which connection's token clones it (or none)."""

    runtime: Runtime
    clock: Clock
    places: AuditPlaces
    vault: Callable[[], SecretVault | None]
    changes: Callable[[], ChangeService]
    offered: Callable[[str, type[AuditDispatcher]], AuditDispatcher | None]
    connection_of: Callable[[str], str]
    shelf: OrderShelf
    ask: AskForge | None = None


class DispatchedLine:
    """``key`` is that of the place, ``name`` its title, ``connection`` whose dispatcher is used."""

    at_once = 0

    def __init__(
        self,
        key: str,
        name: str,
        connection: str,
        parts: LineParts,
        width: int,
        collector: ResultCollector | None = None,
    ) -> None:
        self.key, self._name, self._connection = key, name, connection
        self._parts, self._width, self._collector = parts, width, collector
        self._stays = False

    def title(self) -> str:
        """Return its name."""
        return self._name

    def why_not(self) -> str:
        """Return why nothing can be handed over now: no such connection, or it is locked."""
        if self._parts.offered(self._connection, AuditDispatcher) is None:
            return t("The connection {name} is not open, or audits nothing.", name=self._connection)
        try:
            self._parts.changes().access.require_unlocked(self._connection)
        except ChangeRefused as error:
            return str(error)
        return ""

    async def run(self, orders: Sequence[AuditOrder], watch: AuditWatch) -> tuple[AuditOutcome, ...]:
        """Carry orders out there; what was handed over by a console that is gone is followed, not begun anew."""
        dispatcher = self._parts.offered(self._connection, AuditDispatcher)
        if dispatcher is None:
            raise UserError(self.why_not(), t("Choose another place to run."))
        parts = self._parts
        users = {one.project: one.login.user for one in orders if one.login is not None}

        def login(task: AuditTask) -> tuple[str, str]:
            user = users.get(task.owner, "")
            return user, parts.connection_of(task.owner) if user else ""

        handover = Handover(
            parts.runtime, parts.clock, ResultStore(parts.places.results), dispatcher, parts.changes(), login,
            parts.places.cache, self._collector,
        )  # fmt: skip
        vault = await parts.runtime.in_thread(parts.vault)
        with parts.shelf.keeping(self.key, msgspec.json.encode(list(orders)), lambda: self._stays):
            async with DispatchCarrier(handover, self._width, lambda: self._stays) as carrier:
                fleet = AuditFleet(
                    parts.runtime, parts.clock, parts.places, vault=vault, planned=watch.planned,
                    progress=watch.progress, told=watch.told, ask=parts.ask, carrier=carrier,
                )  # fmt: skip
                return await fleet.run(orders)

    def left(self) -> tuple[tuple[AuditOrder, ...], ...]:
        """Return the orders of runs that a console began here and could not end, to be asked for once more."""
        found = []
        for content in self._parts.shelf.left(self.key):
            try:
                found.append(tuple(msgspec.json.decode(content, type=prepared(list[AuditOrder]))))
            except (ValueError, RecursionError):
                continue  # of another version: its tasks would be others anyway
        return tuple(found)

    def close(self) -> None:
        """Leave what runs there to the next start."""
        self._stays = True
