"""The workers of the lab's audit service: each takes a task, runs ``console-audit`` for it, and keeps the result."""

import asyncio
import json
from contextlib import suppress
from typing import Any

from console.domain.audit.audit_batch import ShardState
from console.domain.audit.audit_metrics import AuditCounts
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_result import AuditResult, AuditStatus
from console.domain.audit.packed_result import unpacked_result
from console.domain.audit.task_lease import BEAT_S
from console.kernel.errors import ConsoleError
from console.lab.outside.audits.task_book import BookedTask, TaskBook
from console.lab.process.audit_process import FOR_EVER, AuditProcesses
from console.store.audits.result_store import ResultStore


class AuditWorkers:
    """``wake`` is set when something may be there to do. A runner that is killed leaves its task to be tried again."""

    def __init__(self, book: TaskBook, processes: AuditProcesses, results: ResultStore, count: int) -> None:
        self._book, self._processes, self._results = book, processes, results
        self._count = count
        self._tasks: list[asyncio.Task[None]] = []
        self._wake = asyncio.Event()
        self.counts = AuditCounts()

    def start(self) -> None:
        """Begin to work."""
        work = [self._work(f"worker-{number + 1}") for number in range(self._count)]
        self._tasks = [asyncio.create_task(one) for one in (*work, self._watch())]

    async def stop(self) -> None:
        """End all work."""
        for one in self._tasks:
            one.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    def wake(self) -> None:
        """Look for work now."""
        self._wake.set()

    def drop(self, task_id: str) -> None:
        """End the runner of a task that nobody wants any more."""
        self._processes.end(task_id)

    def lives(self) -> dict[str, bool]:
        """Return by worker whether it works."""
        return {f"worker-{number + 1}": not one.done() for number, one in enumerate(self._tasks[: self._count])}

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(BEAT_S)
            self._book.expire()

    async def _work(self, name: str) -> None:
        while True:
            task = self._book.take(name)
            if task is None:
                self._wake.clear()
                await self._wake.wait()
                continue
            beating = asyncio.create_task(self._beat(task, name))
            try:
                await self._carry_out(task, name)
            finally:
                beating.cancel()

    async def _beat(self, task: BookedTask, name: str) -> None:
        while self._book.beat(task, name):  # noqa: ASYNC110 - a heartbeat is what comes without an event
            await asyncio.sleep(BEAT_S)
        self._processes.end(task.id)  # cancelled, or somebody else's by now

    async def _carry_out(self, task: BookedTask, name: str) -> None:
        end = await self._processes.run(task.shard.text(), task.id)
        if end.code == FOR_EVER:
            self._book.finish(task, name, ShardState.REFUSED, end.why)
            return
        try:
            content = unpacked_result(end.packed)
            self._results.put(task.id, content)
        except ConsoleError as error:
            self._book.give_back(task, name, end.why or str(error))
            return
        with suppress(ValueError, KeyError, TypeError):
            self.counts = self.counts.with_results(_told(json.loads(content)))
        self._book.finish(task, name, ShardState.DONE)


def _told(document: Any) -> list[AuditResult]:
    """Return what counts of a result: which audit, how it ended, how long it took."""
    told = [run["properties"] for run in document["runs"]]
    return [
        AuditResult(AuditName(one["audit"]), AuditStatus(one["status"]), one["score"], (), int(one["tookMs"]))
        for one in told
    ]
