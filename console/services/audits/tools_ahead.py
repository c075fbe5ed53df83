"""Tasks that wait, taken together where one start of a program serves several small repositories."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from console.domain.audit.audit_name import AuditName
from console.kernel.errors import ConsoleError
from console.services.audits.read_ahead import read_ahead

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.audit.audit_task import AuditTask
    from console.kernel.runtime import Runtime
    from console.services.audits.audit_places import AuditPlaces

_AT_ONCE = 12
_READ_S = 240.0
_ASKING = frozenset({AuditName.INTEGRITY, AuditName.STRICT})
"""The audits that ask programs which start slowly."""
_log = logging.getLogger(__name__)


class ToolsAhead:
    """Use it on the I/O loop. ``expect`` hears of tasks as they are planned, ``ready`` is waited for before each."""

    def __init__(self, runtime: Runtime, places: AuditPlaces) -> None:
        self._runtime, self._places = runtime, places
        self._expected: dict[str, AuditTask] = {}
        self._reading: dict[str, asyncio.Task[None]] = {}
        self._waiting: dict[asyncio.Task[None], int] = {}

    def expect(self, tasks: Iterable[AuditTask]) -> None:
        """Take note of tasks that will be carried out."""
        self._expected |= {one.id: one for one in tasks if _ASKING & set(one.audits)}

    def forget(self, tasks: Iterable[str]) -> None:
        """Hear of tasks, by their ids, that nobody will carry out (any more): nothing is read for them."""
        for one in tasks:
            self._expected.pop(one, None)
            self._reading.pop(one, None)

    async def ready(self, task: AuditTask, now_s: float) -> None:
        """Return when what can be read beside other tasks has been; whoever is the last to give up ends the reading."""
        reading = self._reading.pop(task.id, None) or self._begun(task, now_s)
        if reading is None:
            return
        self._waiting[reading] = self._waiting.get(reading, 0) + 1
        try:
            await asyncio.shield(reading)
        except asyncio.CancelledError:
            if self._waiting[reading] == 1:
                reading.cancel()
            raise
        finally:
            self._waiting[reading] -= 1
            if not self._waiting[reading]:
                del self._waiting[reading]

    def _begun(self, task: AuditTask, now_s: float) -> asyncio.Task[None] | None:
        """Begin to read for a task and those that come next; nothing when it was read for, or is alone."""
        if self._expected.pop(task.id, None) is None or not self._expected:
            return None
        others = list(self._expected.values())[: _AT_ONCE - 1]
        reading = asyncio.get_running_loop().create_task(self._read([task, *others], now_s))
        for one in others:
            del self._expected[one.id]
            self._reading[one.id] = reading
        return reading

    async def _read(self, tasks: list[AuditTask], now_s: float) -> None:
        try:
            async with asyncio.timeout(_READ_S):
                await self._runtime.in_process(read_ahead, tasks, str(self._places.cache), now_s)
        except (ConsoleError, RuntimeError, TimeoutError) as error:  # each task reads for itself then
            _log.warning("reading for %d tasks: %s", len(tasks), error)
