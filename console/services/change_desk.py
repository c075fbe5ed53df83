"""The change desk: the change engine of the open estate, put together when it is first wanted."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from console.kernel.errors import ConsoleError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from concurrent.futures import Future
    from pathlib import Path

    from console.domain.change import Change
    from console.estate.schema.estate import Estate
    from console.kernel.clock import Clock
    from console.kernel.paths import Paths
    from console.kernel.runtime import Runtime, Scope
    from console.ports.change_executor import ChangeExecutor
    from console.ports.metric import MetricReader
    from console.ports.outside import Outside
    from console.services.audits.audit_desk import AuditDesk
    from console.services.change_recovery import ChangeRecovery
    from console.services.change_service import ChangeService
    from console.services.incidents.incident_desk import IncidentDesk
    from console.services.look import Look
    from console.services.policy.change_judge import ChangeJudge
    from console.services.policy.second_signature import SecondSignature
    from console.services.rollouts.rollout_desk import RolloutDesk
    from console.services.runbooks.runbook_desk import RunbookDesk
    from console.services.trail_desk import TrailDesk
    from console.store.store import Store

_FOLLOW_S = 5.0
_CLOSE_S = 6.0


class ChangeParts(NamedTuple):
    """The change engine of one open estate."""

    service: ChangeService
    recovery: ChangeRecovery
    signature: SecondSignature
    judge: ChangeJudge


class ChangeDesk:
    """One per session; nothing of it is loaded before the first change is looked at. Owner thread only.

    ``folder`` holds the journal, ``offered`` finds the executor of a connection, ``read_only`` forbids every change,
    ``connected`` is done when the connections of the open estate have been built, ``trail`` is told every step.
    Rollouts ask the metric servers that ``reader`` finds, and ``look`` at topics while they are driven. Runbooks reach
    secrets and addresses through ``outside`` and keep their runs below ``paths``.
    """

    def __init__(
        self,
        runtime: Runtime,
        clock: Clock,
        store: Store,
        folder: Path,
        offered: Callable[[str, type[ChangeExecutor]], ChangeExecutor | None],
        read_only: Callable[[], bool],
        connected: Callable[[], Future[None] | None],
        trail: TrailDesk,
        reader: Callable[[str, type[MetricReader]], MetricReader | None],
        look: Callable[..., Look],
        outside: Callable[[Path], Outside] | None = None,
        paths: Paths | None = None,
    ) -> None:
        self._runtime, self._clock, self._store, self._folder = runtime, clock, store, folder
        self._offered, self._read_only, self._connected, self._trail = offered, read_only, connected, trail
        self._reader, self._look, self._outside, self._paths = reader, look, outside, paths
        self._rollouts: RolloutDesk | None = None
        self._runbooks: RunbookDesk | None = None
        self._incidents: IncidentDesk | None = None
        self._audits: AuditDesk | None = None
        self._estate: Estate | None = None
        self._making = threading.Lock()
        self._scope: Scope | None = None
        self._parts: ChangeParts | None = None
        self._estate_folder = folder

    def open(self, estate: Estate, folder: Path) -> None:
        """Take the estate whose connections are changed from now on; ``folder`` is that of its file."""
        self._estate, self._estate_folder = estate, folder
        self._scope = self._runtime.scope("changes")

    @property
    def service(self) -> ChangeService:
        """Return the service; raise ``ConsoleError`` when no estate is open."""
        return self._made().service

    @property
    def recovery(self) -> ChangeRecovery:
        """Return what takes over changes that were left unfinished."""
        return self._made().recovery

    @property
    def signature(self) -> SecondSignature:
        """Return what asks for second signatures, gives them and takes them in."""
        return self._made().signature

    @property
    def judge(self) -> ChangeJudge:
        """Return what asks the policies about changes."""
        return self._made().judge

    def _made(self) -> ChangeParts:
        with self._making:
            if self._parts is None:
                if self._estate is None or self._scope is None:
                    raise ConsoleError(t("No estate is open."), t("Open one first."))
                self._parts = self._make(self._estate, self._scope)
            return self._parts

    def _make(self, estate: Estate, scope: Scope) -> ChangeParts:
        import asyncio  # noqa: PLC0415 - all of this is loaded with the first change

        from console.kernel.operator import operator  # noqa: PLC0415
        from console.presenters.routing.operation_effect import operation_effect  # noqa: PLC0415
        from console.services.change_access import ChangeAccess  # noqa: PLC0415
        from console.services.change_book import ChangeBook  # noqa: PLC0415
        from console.services.change_recovery import ChangeRecovery  # noqa: PLC0415
        from console.services.change_revert import ChangeRevert  # noqa: PLC0415
        from console.services.change_runner import ChangeRunner  # noqa: PLC0415
        from console.services.change_service import ChangeService  # noqa: PLC0415
        from console.services.policy.change_judge import ChangeJudge  # noqa: PLC0415
        from console.services.policy.operator_key import OperatorKey  # noqa: PLC0415
        from console.services.policy.second_signature import SecondSignature  # noqa: PLC0415
        from console.store.journal.file_journal import FileJournal  # noqa: PLC0415

        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
        journal = FileJournal(self._folder, ChangeBook.lasting)
        book = ChangeBook(self._runtime, self._clock, self._store, journal, estate.name, self._trail)
        environments = {one.key: str(one.environment) for one in estate.connections()}
        access = ChangeAccess(book, self._offered, environments, self._read_only, operator())
        service = ChangeService(book, access, ChangeRunner(book, access, self._clock, sleep), scope)
        service.watch = ChangeRevert(service, scope, sleep).watch
        trail = self._trail
        operator_key = OperatorKey(estate, lambda: trail.book, access.actor)
        signature = SecondSignature(operator_key)
        judge = ChangeJudge(self._runtime, self._clock, self._store, estate, self._estate_folder, signature)
        service.judge = judge.judged
        service.estimate = lambda operation: self._runtime.in_thread(operation_effect, self._store.state, operation)
        return ChangeParts(service, ChangeRecovery(self._runtime, service), signature, judge)

    def begin(self) -> Future[tuple[Change, ...]]:
        """Read the journal, take over what was left once the connections are there, and follow other consoles (window).

        The future gives what was taken over.
        """
        if self._scope is None:
            raise ConsoleError(t("No estate is open."), t("Open one first."))
        return self._scope.start(self._begin(self._scope, self._connected()))

    async def _begin(self, scope: Scope, connected: Future[None] | None) -> tuple[Change, ...]:
        import asyncio  # noqa: PLC0415

        await self._runtime.in_thread(self._made)  # loading all of it would hold up a frame
        await self.service.book.refresh()
        scope.start(self._follow())
        if connected is not None:
            await asyncio.wrap_future(connected)
        return await self.recovery.take_over()

    async def _follow(self) -> None:
        import asyncio  # noqa: PLC0415

        while True:
            await asyncio.sleep(_FOLLOW_S)
            with suppress(ConsoleError):  # told at the next action
                await self.service.book.refresh()

    @property
    def rollouts(self) -> RolloutDesk:
        """Return the rollouts over cells of the open estate; the first call loads a lot."""
        from console.services.rollouts.rollout_desk import RolloutDesk  # noqa: PLC0415

        parts = self._made()
        with self._making:
            if self._rollouts is None:
                if self._parts is None:
                    raise ConsoleError(t("No estate is open."), t("Open one first."))
                self._rollouts = RolloutDesk(
                    self._runtime,
                    self._clock,
                    self._store,
                    self._folder.parent / "rollouts",
                    parts.service,
                    parts.recovery,
                    self._reader,
                    self._trail,
                    self._look,
                    self._read_only,
                    parts.judge,
                )
            return self._rollouts

    @property
    def incidents(self) -> IncidentDesk:
        """Return the incidents and messages of the open estate; the first call loads a lot."""
        from console.services.audits.audit_alerts import audit_alerts  # noqa: PLC0415
        from console.services.incidents.incident_desk import IncidentDesk  # noqa: PLC0415

        parts = self._made()
        with self._making:
            if self._incidents is None:
                if self._estate is None:
                    raise ConsoleError(t("No estate is open."), t("Open one first."))
                self._incidents = IncidentDesk(
                    self._runtime, self._clock, self._store, self._folder.parent / "incidents", self._estate,
                    parts.service, self._reader,
                    self._offered,  # type: ignore[arg-type]  # the session offers every port
                    self._trail, self._look, self._read_only, audit_alerts(self._paths),
                )  # fmt: skip
            return self._incidents

    @property
    def runbooks(self) -> RunbookDesk:
        """Return the runbooks of the open estate and their runs; the first call loads a lot."""
        from console.services.runbooks.runbook_desk import made_desk  # noqa: PLC0415

        parts = self._made()
        with self._making:
            if self._runbooks is None:
                if self._estate is None or self._outside is None or self._paths is None:
                    raise ConsoleError(t("No estate is open."), t("Open one first."))
                self._runbooks = made_desk(
                    self._runtime,
                    self._clock,
                    self._store,
                    self._estate,
                    self._estate_folder,
                    self._paths,
                    parts.service,
                    parts.recovery,
                    self._offered,
                    self._outside,
                    self._trail,
                    self._look,
                    parts.signature.operator,
                )
            return self._runbooks

    @property
    def audits(self) -> AuditDesk:
        """Return the audits of the open estate's projects; the first call loads a lot."""
        from console.services.audits.left_audits import take_up_left  # noqa: PLC0415
        from console.services.audits.made_audit_desk import made_audit_desk  # noqa: PLC0415

        made = None
        with self._making:
            if self._audits is None:
                if self._estate is None or self._paths is None:
                    raise ConsoleError(t("No estate is open."), t("Open one first."))
                made = self._audits = made_audit_desk(
                    self._runtime,
                    self._clock,
                    self._paths,
                    self._estate,
                    self._estate_folder,
                    self._outside,
                    self._offered,
                    self._trail,
                    lambda: self.service,
                )
            desk = self._audits
        if made is not None:
            take_up_left(made)
        return desk

    def close(self) -> None:
        """Stop; what is being written is waited for, what waits or reads back is left to the next start."""
        with self._making:
            parts, scope, rollouts, incidents = self._parts, self._scope, self._rollouts, self._incidents
            runbooks, self._runbooks = self._runbooks, None
            audits, self._audits = self._audits, None
            self._parts = self._scope = self._estate = self._rollouts = self._incidents = None
        if audits is not None:
            audits.close()
        if runbooks is not None:
            runbooks.close()
        if incidents is not None:
            incidents.close()
        if rollouts is not None:
            rollouts.close()
        if parts is not None:
            with suppress(TimeoutError, ConsoleError):
                parts.service.close().result(_CLOSE_S)
        if scope is not None:
            scope.cancel()
        if parts is not None:
            parts.service.book.journal.close()
