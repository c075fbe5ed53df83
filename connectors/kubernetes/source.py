"""A source of one topic of a cluster."""

import asyncio
from collections.abc import AsyncIterator

from connectors.kubernetes.board import TopicBoard
from connectors.kubernetes.health import ClusterHealth
from connectors.kubernetes.kind import WatchedKind
from connectors.kubernetes.kind_stream import KindStream, stream_name
from connectors.kubernetes.session import ClusterSession
from connectors.kubernetes.topics import places
from console.domain.event import ConnectionChanged, Event

BATCH_S = 0.05


class ClusterSource:
    """Observes one topic: all its kinds in all its namespaces at once."""

    def __init__(
        self, session: ClusterSession, health: ClusterHealth, topic: str, kinds: tuple[WatchedKind, ...]
    ) -> None:
        self._session = session
        self._health = health
        self._topic = topic
        self._kinds = kinds

    @property
    def connection(self) -> str:
        """Return the connection's key in the estate."""
        return self._session.options.key

    @property
    def topic(self) -> str:
        """Return what is observed."""
        return self._topic

    async def observe(self) -> AsyncIterator[Event]:
        """Yield lists and deltas until cancelled; changes of 50 ms are told together."""
        pairs = [(kind, place) for kind in self._kinds for place in places(kind, self._session.options.namespaces)]
        names = {stream_name(self._topic, kind, place) for kind, place in pairs}
        board = TopicBoard(self.connection, self._topic, self._session.clock, set(names))
        streams = [KindStream(self._session, self._health, board, kind, place) for kind, place in pairs]
        self._health.attend(board.wake.set, names)
        tasks = [asyncio.create_task(stream.run()) for stream in streams]
        for task in tasks:
            task.add_done_callback(lambda _task: board.wake.set())
        try:
            if not tasks:
                board.wake.set()
            while True:
                await board.wake.wait()
                if board.complete:
                    await asyncio.sleep(BATCH_S)
                board.wake.clear()
                for event in board.take():
                    yield event
                status = self._health.take()
                if status is not None:
                    yield ConnectionChanged(status)
                _raise_of_dead(tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._health.leave(board.wake.set, names)


def _raise_of_dead(tasks: list[asyncio.Task[None]]) -> None:
    """A stream never ends by itself: when one has, it is a mistake in the program and must not stay unseen."""
    for task in tasks:
        if task.done() and not task.cancelled():
            task.result()
