"""Tasks that are done at a place beyond this machine: handed over in batches, followed, their results taken in."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from console.domain.audit.audit_batch import MOST_SHARDS, AuditShard, batches_of
from console.domain.change import ChangeState
from console.domain.confirmation import Confirmation, preview_digest
from console.kernel.errors import ChangeRefused, ConnectorError, ConsoleError
from console.kernel.i18n import t
from console.services.audits.audit_worker import TaskEnd
from console.services.audits.batch_follower import BatchFollower, Waited
from console.services.audits.travelling_task import needs_preparation, travelling_task

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from console.domain.audit.audit_batch import AuditBatch
    from console.domain.audit.audit_task import AuditTask
    from console.domain.operation import Operation
    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.ports.audit_dispatcher import AuditDispatcher
    from console.services.audits.result_collector import ResultCollector
    from console.services.change_service import ChangeService
    from console.store.audits.result_store import ResultStore

_AT_ONCE = 400
_QUIET_S = 0.3
_log = logging.getLogger(__name__)


class Handover(NamedTuple):
    """What handing tasks over takes; ``login`` says of a task who clones it there, and whose token that is.

    ``cache`` is this machine's folder of clones.
    """

    runtime: Runtime
    clock: Clock
    store: ResultStore
    dispatcher: AuditDispatcher
    changes: ChangeService
    login: Callable[[AuditTask], tuple[str, str]]
    cache: Path
    collector: ResultCollector | None = None


class DispatchCarrier:
    """Implements ``TaskCarrier``; use it with ``async with``, once, on the I/O loop.

    What a place is at work on already (after this console was killed, or for another one) is followed, not begun anew.
    Leaving it with tasks that have not ended takes their batches away, unless ``stays`` says that they go on.
    """

    def __init__(self, parts: Handover, width: int, stays: Callable[[], bool]) -> None:
        self.at_once, self.width = _AT_ONCE, width
        self._parts, self._stays = parts, stays
        self._pending: dict[str, Waited] = {}
        self._arrived = asyncio.Event()
        self._is_all_known = False
        self._own: list[AuditBatch] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> DispatchCarrier:
        if self._parts.collector is not None:
            await self._parts.collector.open()
        self._tasks.append(asyncio.create_task(self._hand_over()))
        return self

    async def __aexit__(self, *_: object) -> None:
        left = [one for one in self._tasks[1:] if not one.done()]
        for one in self._tasks:
            one.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if left and not self._stays():
            await asyncio.shield(self._take_away())
        if self._parts.collector is not None:
            await self._parts.collector.close()

    def expect(self, tasks: Collection[AuditTask], *, is_all: bool) -> None:
        """When no others come, hand over what waits as soon as it is quiet."""
        if is_all:
            self._is_all_known = True
            self._arrived.set()

    def forget(self, tasks: Collection[str]) -> None:
        """Do nothing: tasks are noted when they are carried, not before."""

    async def carry(self, task: AuditTask, now_s: float) -> TaskEnd:
        """Wait until the place has done it."""
        end: asyncio.Future[TaskEnd] = asyncio.get_running_loop().create_future()
        user, connection = self._parts.login(task)
        self._pending[task.id] = Waited(AuditShard(await self._prepared(task), now_s, user, connection), end)
        self._arrived.set()
        return await end

    async def _prepared(self, task: AuditTask) -> AuditTask:
        if needs_preparation(task):
            return await self._parts.runtime.in_thread(travelling_task, task, self._parts.cache)
        return travelling_task(task, self._parts.cache)

    async def _hand_over(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            with suppress(TimeoutError):  # quiet
                async with asyncio.timeout(_QUIET_S):
                    await self._arrived.wait()
                continue
            if self._pending and (self._is_all_known or len(self._pending) >= MOST_SHARDS):
                taken, self._pending = self._pending, {}
                await self._dispatched(taken)

    async def _dispatched(self, taken: dict[str, Waited]) -> None:
        try:
            for batch in await self._parts.dispatcher.batches():
                self._follow(batch, [taken.pop(one) for one in batch.tasks if one in taken])
        except ConsoleError as error:
            _settle(taken.values(), error)
            return
        for batch in batches_of([one.shard for one in taken.values()]):
            waited = [taken[one] for one in batch.tasks]
            try:
                await self._submitted(batch, waited)
            except ConsoleError as error:  # the batches before it go on
                _settle(waited, error)

    async def _submitted(self, batch: AuditBatch, waited: Sequence[Waited]) -> None:
        stand = await self._parts.dispatcher.poll(batch)
        if stand.is_over and not stand.is_gone:  # tried before, and ended without these results
            (batch,) = batches_of(batch.shards, salt=str(self._parts.clock.now().timestamp()))
        if stand.is_gone or stand.is_over:
            await self._changed(self._parts.dispatcher.submission(batch), t("Audits that were asked for."))
            self._own.append(batch)
        self._follow(batch, waited)

    def _follow(self, batch: AuditBatch, waited: Sequence[Waited]) -> None:
        if waited:
            follower = BatchFollower(
                self._parts.runtime, self._parts.dispatcher, self._parts.store, self._parts.collector, batch, waited
            )
            self._tasks.append(asyncio.create_task(follower.run()))

    async def _changed(self, operation: Operation, reason: str) -> None:
        """Carry an operation out as a change: judged by lock and policies, journaled, read back."""
        changes = self._parts.changes
        await changes.book.refresh()
        changes.access.require_unlocked(operation.target.connection)
        draft = await changes.draft(operation, reason)
        made = await changes.confirm(draft, Confirmation(preview_digest(draft), draft.target.name))
        done = await changes.settled(made.id)
        if done.state is not ChangeState.VERIFIED:
            raise ChangeRefused(t("{summary} {note}", summary=operation.summary(), note=done.note))

    async def _take_away(self) -> None:
        for batch in self._own:
            try:
                await self._changed(self._parts.dispatcher.cancellation(batch), t("The audits were cancelled."))
            except ConsoleError as error:
                _log.warning("audits go on at their place: %s", error)


def _settle(waited: Iterable[Waited], error: ConsoleError) -> None:
    """End tasks that could not be handed over; what was refused is not tried again."""
    for one in waited:
        if one.end.done():
            continue
        if isinstance(error, ConnectorError):
            one.end.set_exception(error)
        else:
            one.end.set_result(TaskEnd(refused=str(error)))
