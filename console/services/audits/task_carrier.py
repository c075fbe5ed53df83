"""Who does the tasks of a fleet: the worker processes of this machine, or a place beyond it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from console.kernel.worker_pool import worker_count
from console.services.audits.audit_worker import TaskEnd, carry_out
from console.services.audits.tools_ahead import ToolsAhead

if TYPE_CHECKING:
    from collections.abc import Collection

    from console.domain.audit.audit_task import AuditTask
    from console.kernel.runtime import Runtime
    from console.services.audits.audit_places import AuditPlaces

TASK_S = 900.0


class TaskCarrier(Protocol):
    """``at_once`` is how many tasks it is given at once, ``width`` how many of them are worked on at once there."""

    at_once: int
    width: int

    def expect(self, tasks: Collection[AuditTask], *, is_all: bool) -> None:
        """Hear of tasks that were planned; ``is_all``: no further ones come."""

    def forget(self, tasks: Collection[str]) -> None:
        """Hear of tasks, by their ids, that will not be carried: their results are known, or their run has ended."""

    async def carry(self, task: AuditTask, now_s: float) -> TaskEnd:
        """Do a task and return its end, with its result in the results store.

        Raises ``ConsoleError``, ``RuntimeError`` or ``TimeoutError`` for what may go better next time.
        """


class LocalCarrier:
    """The worker processes of this machine."""

    def __init__(self, runtime: Runtime, places: AuditPlaces) -> None:
        self._runtime, self._places = runtime, places
        self._ahead = ToolsAhead(runtime, places)
        self.width = worker_count()
        self.at_once = self.width + 1  # one may wait for what is read beside another one

    def expect(self, tasks: Collection[AuditTask], *, is_all: bool) -> None:
        """Note what programs will be asked for."""
        self._ahead.expect(tasks)

    def forget(self, tasks: Collection[str]) -> None:
        """Ask programs nothing for them."""
        self._ahead.forget(tasks)

    async def carry(self, task: AuditTask, now_s: float) -> TaskEnd:
        """Do it in a worker process; cancelling ends that."""
        await self._ahead.ready(task, now_s)
        async with asyncio.timeout(TASK_S):
            places = (str(self._places.cache), str(self._places.results))
            return await self._runtime.in_process(carry_out, task, *places, now_s)
