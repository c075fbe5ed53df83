"""The tasks of an audit service: live by WebSocket, and by polling while that is missing."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing, suppress

from connectors.audit_service import wire
from connectors.audit_service.api import AuditServiceApi
from connectors.audit_service.update_stream import UpdateStream
from connectors.common.connection_health import ConnectionHealth
from console.domain.event import Event, ObjectsListed
from console.domain.resource import ResourceRef
from console.domain.service_task import ServiceTask
from console.kernel.backoff import Backoff
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError

TOPIC = "audit-tasks"
_MOST_KEPT = 5000
_log = logging.getLogger(__name__)


class TaskSource:
    """Implements ``console.ports.source.Source``: a list at each connection, then one for each message.

    When the WebSocket ends or is refused, the list is read every ``poll_s`` seconds and the WebSocket tried again.
    """

    topic = TOPIC

    def __init__(
        self,
        connection: str,
        api: AuditServiceApi,
        stream: UpdateStream,
        *,
        health: ConnectionHealth,
        clock: Clock,
        poll_s: float,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.connection = connection
        self._api, self._stream = api, stream
        self._health, self._clock, self._poll_s, self._sleep = health, clock, poll_s, sleep

    async def observe(self) -> AsyncIterator[Event]:
        """Yield a list per change, until cancelled."""
        backoff = Backoff(first_s=min(1.0, self._poll_s), most_s=max(30.0, self._poll_s))
        try:
            if (began := self._health.began(self.topic)) is not None:
                yield began
            while True:
                try:
                    async with aclosing(self._round()) as events:
                        async for event in events:
                            backoff.reset()
                            yield event
                    await self._sleep(self._poll_s)
                except ConnectorError as fault:
                    if (news := self._health.failed(self.topic, fault)) is not None:
                        _log.warning("%s of %s: %s", self.topic, self.connection, fault)
                        yield news
                    await self._sleep(max(backoff.next_s(), fault.retry_after_s or 0.0))
        finally:
            self._health.left(self.topic)

    async def _round(self) -> AsyncGenerator[Event, None]:
        """Yield a list by HTTP, then what the WebSocket tells, for as long as it does."""
        known = {one.task_id: one for one in (await self._api.everything()).tasks}
        if (news := self._health.answered(self.topic)) is not None:
            yield news
        yield self._listed(known)
        with suppress(ConnectorError):  # the next round tells whether the service is there at all
            async with aclosing(self._stream.updates()) as updates:
                is_first = True
                async for update in updates:
                    missed = await self._missed(known, update) if is_first else ()
                    is_first = False
                    known.update((one.task_id, one) for one in (*update.tasks, *missed))
                    _forget(known)
                    yield self._listed(known)

    async def _missed(self, known: Mapping[str, wire.Task], first: wire.Update) -> Sequence[wire.Task]:
        """Return anew what ended after the list was read: the first message has only what is not over."""
        going = {one.task_id for one in first.tasks}
        ids = [one.task_id for one in known.values() if not one.state.is_over and one.task_id not in going]
        return (await self._api.tasks(ids)).tasks if ids else ()

    def _listed(self, known: dict[str, wire.Task]) -> ObjectsListed:
        rows = tuple(task_row(self.connection, one) for one in known.values())
        return ObjectsListed(self.connection, self.topic, rows, self._clock.now().timestamp())


def _forget(known: dict[str, wire.Task]) -> None:
    """Let go of the oldest tasks beyond the bound, of those that are over first: the service forgets them, too."""
    beyond = len(known) - _MOST_KEPT
    if beyond > 0:
        oldest = sorted(known, key=lambda task: not known[task].state.is_over)  # keeps the order of those alike
        for task in oldest[:beyond]:
            del known[task]


def task_row(connection: str, one: wire.Task) -> ServiceTask:
    """Return a task as a row."""
    return ServiceTask(
        ref=ResourceRef(connection, "AuditTask", one.project, one.task_id),
        state=one.state.value,
        audits=tuple(one.audits),
        commit=one.commit,
        queued_at_s=one.queued_at,
        began_at_s=one.began_at,
        ended_at_s=one.ended_at,
        worker=one.worker,
        tries=one.tries,
        why=one.why,
    )
