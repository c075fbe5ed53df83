"""What the steps of a run reach: connections, changes, secrets, channels and diagnoses of the open estate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from console.domain.diagnosis.fault import diagnoses
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t
from console.ports.cluster import ClusterReader
from console.ports.metric import MetricReader
from console.ports.notifier import Notifier
from console.presenters.diagnosis_case import TOPICS, diagnosis_case
from console.services.notices import tell_all

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from console.domain.diagnosis.diagnosis import Diagnosis
    from console.domain.notification import Message
    from console.domain.operation import Operation
    from console.estate.schema.estate import Estate
    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.kernel.secret import Secret
    from console.ports.http_probe import HttpAnswer, HttpQuestion
    from console.ports.outside import Outside
    from console.ports.trail import Trail
    from console.services.runbooks.run_change import RunChange
    from console.store.store import Store

RUN_TOPICS = TOPICS
"""What is observed while a run is driven, beside the topics of the release gate."""
_FOUND_WITHIN_S = 20.0
_LOOK_S = 0.5


class Reach(NamedTuple):
    """The open estate as runs reach it; ``offered`` finds what a connection offers of a port."""

    runtime: Runtime
    clock: Clock
    store: Store
    estate: Estate
    offered: Callable[[str, type[Any]], Any]
    outside: Callable[[], Outside]
    trail: Trail
    sleep: Callable[[float], Awaitable[object]]


class RunOutside:
    """Implements ``console.runbooks.step_outside.StepOutside`` for one run."""

    def __init__(self, reach: Reach, changes: RunChange) -> None:
        self._reach, self._changes = reach, changes

    def cluster(self, connection: str) -> ClusterReader:
        """Return how to read a cluster."""
        return self._offered(connection, ClusterReader)  # type: ignore[no-any-return]

    def metrics(self, connection: str) -> MetricReader:
        """Return how to ask a metric server."""
        return self._offered(connection, MetricReader)  # type: ignore[no-any-return]

    def _offered(self, connection: str, port: type[Any]) -> Any:
        found = self._reach.offered(connection, port)
        if found is None:
            raise ConsoleError(t("The open estate has no connection {key} that can do this.", key=repr(connection)))
        return found

    async def fetch(self, question: HttpQuestion) -> HttpAnswer:
        """Ask an address."""
        return await self._reach.outside().probe.ask(question)

    async def secret(self, reference: str) -> Secret:
        """Return a secret; only for the moment of its use."""
        return await self._reach.runtime.in_thread(self._reach.outside().vault.resolve, reference)

    async def preview(self, operation: Operation, reason: str) -> str:
        """Return what a change would do, in lines; nothing is written."""
        return await self._changes.preview(operation, reason)

    async def change(self, operation: Operation, reason: str) -> str:
        """Carry a change out and read it back; wait while its connection is locked."""
        return await self._changes.make(operation, reason)

    async def undo(self, step: str) -> tuple[str, ...]:
        """Undo the changes that a step of this run made, the last first."""
        return await self._changes.undo(step)

    async def remedies(self, fault: str, cell: str) -> tuple[Operation, ...]:
        """Return the changes that a diagnosis of a cell proposes; wait a moment for what is still being read."""
        end_s = self._reach.clock.monotonic() + _FOUND_WITHIN_S
        while True:
            found = await self._reach.runtime.in_thread(self._diagnosed, fault, cell)
            if found is not None:
                return found.remedies
            if self._reach.clock.monotonic() >= end_s:
                return ()
            await self._reach.sleep(_LOOK_S)

    def _diagnosed(self, fault: str, cell: str) -> Diagnosis | None:
        now_s = self._reach.clock.now().timestamp()
        found = diagnoses(diagnosis_case(self._reach.store.state, now_s))
        return next((one for one in found if one.fault == fault and (not cell or cell in one.cells)), None)

    async def tell(self, message: Message, channels: tuple[str, ...]) -> str:
        """Tell a message on channels; raise ``ConsoleError`` when it arrived on none of them."""
        wanted = [
            one.key
            for one in self._reach.estate.notifications
            if (one.key in channels if channels else message.severity in one.severities)
        ]
        known = {key: found for key in wanted if (found := self._reach.offered(key, Notifier)) is not None}
        if not known:
            raise UserError(t("The estate has no channel for this."), t("Name one under notifications."))
        outcomes = await tell_all(message, known, self._reach.trail)
        arrived = [one.channel for one in outcomes if one.error is None]
        failed = [f"{one.channel}: {one.error}" for one in outcomes if one.error is not None]
        if not arrived:
            raise ConsoleError(t("The message did not arrive: {why}", why=" ".join(failed)))
        return " ".join([t("Told: {channels}.", channels=", ".join(arrived)), *failed])

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._reach.sleep(seconds)

    def now_s(self) -> float:
        """Return the time in unix seconds."""
        return self._reach.clock.now().timestamp()
