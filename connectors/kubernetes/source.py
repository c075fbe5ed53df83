"""A source of one topic of a cluster."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from connectors.kubernetes.board import TopicBoard
from connectors.kubernetes.health import ClusterHealth
from connectors.kubernetes.kind import WatchedKind
from connectors.kubernetes.kind_stream import KindStream, stream_name
from connectors.kubernetes.session import ClusterSession
from connectors.kubernetes.topics import places
from console.domain.event import ConnectionChanged, Event
from console.kernel.errors import ConnectorError

BATCH_S = 0.05
LOOK_AGAIN_S = 60.0
Find = Callable[[], Awaitable[tuple[WatchedKind, ...]]]


class ClusterSource:
    """Observes one topic: all its kinds in all its namespaces at once.

    ``find`` names further kinds that only the cluster knows (constraints of Gatekeeper); it is asked once a minute.
    """

    def __init__(
        self,
        session: ClusterSession,
        health: ClusterHealth,
        topic: str,
        kinds: tuple[WatchedKind, ...],
        find: Find | None = None,
    ) -> None:
        self._session = session
        self._health = health
        self._topic = topic
        self._kinds = kinds
        self._find = find

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
        round_ = _Round(self._session, self._health, self._topic)
        board = round_.board
        round_.watch(self._kinds)
        if self._find is not None:
            round_.look(self._find)
        self._health.attend(board.wake.set, round_.names)
        try:
            if not round_.tasks:
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
                _raise_of_dead(round_.tasks)
        finally:
            for task in round_.tasks:
                task.cancel()
            await asyncio.gather(*round_.tasks, return_exceptions=True)
            await self._health.leave(board.wake.set, round_.names)


class _Round:
    """One time of observing: the streams of the kinds known so far, each in a task of its own."""

    def __init__(self, session: ClusterSession, health: ClusterHealth, topic: str) -> None:
        self._session = session
        self._health = health
        self.names: set[str] = set()
        self.tasks: list[asyncio.Task[None]] = []
        self.board = TopicBoard(session.options.key, topic, session.clock, set())

    def watch(self, kinds: tuple[WatchedKind, ...]) -> None:
        """Begin the streams of kinds that have none yet."""
        for kind in kinds:
            for place in places(kind, self._session.options.namespaces):
                name = stream_name(self.board.topic, kind, place)
                if name not in self.names:
                    self._begin(name)
                    stream = KindStream(self._session, self._health, self.board, kind, place)
                    self._run(asyncio.create_task(stream.run()))

    def look(self, find: Find) -> None:
        """Begin to look for kinds; the list is complete only when that was answered once."""
        name = f"{self.board.topic}/kinds"
        self._begin(name)
        self._run(asyncio.create_task(self._look(find, name)))

    async def _look(self, find: Find, name: str) -> None:
        while True:
            try:
                self.watch(await find())
                self.board.settle(name, absent=True)
                self._health.succeeded(name)
            except ConnectorError as fault:
                await self._health.failed(name, fault)
                if not self._health.is_failed:
                    self.board.settle(name, absent=False)
            await self._health.wait(LOOK_AGAIN_S)

    def _begin(self, name: str) -> None:
        self.names.add(name)
        self.board.open_streams.add(name)

    def _run(self, task: "asyncio.Task[None]") -> None:
        task.add_done_callback(lambda _task: self.board.wake.set())
        self.tasks.append(task)


def _raise_of_dead(tasks: list[asyncio.Task[None]]) -> None:
    """A stream never ends by itself: when one has, it is a mistake in the program and must not stay unseen."""
    for task in tasks:
        if task.done() and not task.cancelled():
            task.result()
