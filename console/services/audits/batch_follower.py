"""Following one batch: its results are taken in as they come, each once; what fails there ends its task."""

from __future__ import annotations

import asyncio
import logging
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

from console.domain.audit.audit_batch import ShardState
from console.kernel.backoff import Backoff
from console.kernel.errors import ConnectorError, ConsoleError, ErrorKind
from console.kernel.i18n import t
from console.services.audits.audit_outcome import task_report
from console.services.audits.audit_worker import TaskEnd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.audit.audit_batch import AuditBatch, AuditShard, BatchStand
    from console.domain.audit.audit_task import AuditTask
    from console.kernel.runtime import Runtime
    from console.ports.audit_dispatcher import AuditDispatcher
    from console.services.audits.result_collector import ResultCollector
    from console.store.audits.result_store import ResultStore

_LOOK_S = 0.5
_MOST_LATE = 20
"""Looks at a task that is done at its place while its result is not here: a store may be slower than the place."""
_log = logging.getLogger(__name__)


class Waited(NamedTuple):
    """A shard and who waits for its end."""

    shard: AuditShard
    end: asyncio.Future[TaskEnd]


class BatchFollower:
    """``waited`` are those tasks of ``batch`` whose ends are asked for."""

    def __init__(
        self,
        runtime: Runtime,
        dispatcher: AuditDispatcher,
        store: ResultStore,
        collector: ResultCollector | None,
        batch: AuditBatch,
        waited: Sequence[Waited],
    ) -> None:
        self._runtime, self._dispatcher, self._store = runtime, dispatcher, store
        self._collector, self._batch = collector, batch
        self._open = {one.shard.task.id: one for one in waited}
        self._late: dict[str, int] = {}

    async def run(self) -> None:
        """Follow until every end is known, or until cancelled. Failures to look are no failures of tasks."""
        with ExitStack() as stack:
            if self._collector is not None:
                stack.enter_context(self._collector.waiting(one.shard.task for one in self._open.values()))
            version, backoff = "", Backoff(first_s=1.0, most_s=30.0)
            while self._open:
                try:
                    stand = await self._dispatcher.poll(self._batch, version)
                    await self._take_in(stand)
                except ConsoleError as error:
                    _log.warning("batch %s: %s", self._batch.id, error)
                    version = ""
                    await asyncio.sleep(backoff.next_s())
                    continue
                version = stand.version
                backoff.reset()
                await asyncio.sleep(_LOOK_S)

    async def _take_in(self, stand: BatchStand) -> None:
        states = dict(zip(self._batch.tasks, stand.states, strict=True))
        for key, one in tuple(self._open.items()):
            state = states[key]
            took_s = await self._result(one.shard.task, is_done=state is ShardState.DONE)
            if took_s is not None:
                self._settle(key, TaskEnd(took_s=took_s))
            elif stand.is_gone:
                self._settle(
                    key, TaskEnd(refused=t("Its batch {id} was taken away before it ended.", id=self._batch.id))
                )
            elif stand.why or state in {ShardState.FAILED, ShardState.REFUSED}:
                why = stand.troubles.get(key) or stand.why or t("no reason was told")
                self._settle(key, TaskEnd(refused=t("It failed in batch {id}: {why}", id=self._batch.id, why=why)))
            elif state is ShardState.DONE:
                self._count_late(key)

    async def _result(self, task: AuditTask, *, is_done: bool) -> float | None:
        """Return how long a task took whose result is here, or has just been fetched; ``None`` when there is none."""
        if not await self._runtime.in_thread(self._store.holds, task.id):
            content = await self._dispatcher.fetch(self._batch, task.id) if is_done else None
            if content is None:
                return None
            try:
                await self._runtime.in_thread(self._keep, task, content)
            except ConnectorError as error:
                self._settle(task.id, error)
                return None
        return task.estimate_s

    def _keep(self, task: AuditTask, content: bytes) -> None:
        task_report(content, task)
        self._store.put(task.id, content)

    def _count_late(self, key: str) -> None:
        self._late[key] = self._late.get(key, 0) + 1
        if self._late[key] >= _MOST_LATE:
            self._settle(
                key,
                ConnectorError(
                    ErrorKind.PROTOCOL,
                    t("Batch {id} is done, but a result of it never came.", id=self._batch.id),
                    t("Check where its workers put results, and the token that they use."),
                ),
            )

    def _settle(self, key: str, end: TaskEnd | ConnectorError) -> None:
        one = self._open.pop(key, None)
        if one is None or one.end.done():
            return
        if isinstance(end, TaskEnd):
            one.end.set_result(end)
        else:
            one.end.set_exception(end)
