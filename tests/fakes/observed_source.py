"""A cluster source that runs against a scripted API, and what it told."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsChanged, ObjectsListed
from console.kernel.runtime import Runtime
from tests.fakes.kube_setup import connector, kubeconfig
from tests.fakes.raw_server import CHUNKED, LAST_CHUNK, RawRequest, RawServer, answer, status

NOT_FOUND = answer(status(404, "NotFound", "the server could not find the requested resource"), 404)
Handler = Callable[[RawRequest, asyncio.StreamWriter], Awaitable[None]]


def pod(name: str, version: int = 1, phase: str = "Running") -> dict[str, Any]:
    return {"metadata": {"name": name, "namespace": "n", "resourceVersion": str(version)}, "status": {"phase": phase}}


def listed(*items: dict[str, Any], version: int = 10, more: str = "") -> bytes:
    return answer({"metadata": {"resourceVersion": str(version), "continue": more}, "items": list(items)})


def event(kind: str, item: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "object": item}


async def forever() -> None:
    await asyncio.Event().wait()


class Api:
    """Answers ``/version`` and hands pods to the test: lists in turn, watches in turn, the last one again and again."""

    def __init__(self, lists: list[bytes | Handler], watches: list[Handler], path: str = "/api/v1/pods") -> None:
        self.lists, self.watches, self.path = lists, watches, path
        self.list_calls: list[RawRequest] = []
        self.watch_calls: list[RawRequest] = []

    async def __call__(self, request: RawRequest, writer: asyncio.StreamWriter) -> None:
        if request.path == "/version":
            writer.write(answer({"gitVersion": "v1.36.0"}))
        elif request.path != self.path:
            writer.write(NOT_FOUND)
        elif request.is_watch:
            self.watch_calls.append(request)
            await self.watches[min(len(self.watch_calls), len(self.watches)) - 1](request, writer)
        else:
            self.list_calls.append(request)
            reply = self.lists[min(len(self.list_calls), len(self.lists)) - 1]
            if isinstance(reply, bytes):
                writer.write(reply)
            else:
                await reply(request, writer)


def watch(*chunks: bytes, then: str = "stay") -> Handler:
    """Return a watch that writes chunks and then stays open, ends properly, or breaks."""

    async def handler(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(CHUNKED)
        for piece in chunks:
            writer.write(piece)
            await writer.drain()
        if then == "stay":
            await forever()
        elif then == "end":
            writer.write(LAST_CHUNK)
        else:
            writer.transport.abort()

    return handler


class Seen:
    """What a source told, and the rows that result from it."""

    def __init__(self) -> None:
        self.events: list[Any] = []
        self.rows: dict[str, Any] = {}
        self.states: list[ConnectionState] = []
        self.error = ""

    def take(self, one: Any) -> None:
        self.events.append(one)
        if isinstance(one, ObjectsListed):
            self.rows = ({} if one.complete else self.rows) | {row.ref.name: row for row in one.rows}
        elif isinstance(one, ObjectsChanged):
            for ref in one.gone:
                self.rows.pop(ref.name, None)
            self.rows.update({row.ref.name: row for row in one.rows})
        elif isinstance(one, ConnectionChanged):
            self.error = one.status.error
            if not self.states or self.states[-1] is not one.status.state:
                self.states.append(one.status.state)

    @property
    def status_of(self) -> dict[str, str]:
        return {name: row.status for name, row in self.rows.items()}


Scenario = Callable[[Seen, "Source"], Awaitable[None]]


class Source:
    """A running source, and waiting for what it tells."""

    def __init__(self, server: RawServer, seen: Seen) -> None:
        self.server, self.seen = server, seen
        self.changed = asyncio.Event()

    async def until(self, condition: Callable[[], object], limit_s: float = 15.0) -> None:
        async with asyncio.timeout(limit_s):
            while not condition():
                self.changed.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.changed.wait(), 0.05)


@contextlib.asynccontextmanager
async def observing(
    runtime: Runtime, folder: Path, api: Handler, topic: str = "pods", **options: Any
) -> AsyncIterator[Source]:
    async with RawServer(api) as server:
        built = connector(runtime, folder, kubeconfig(server.url), **options)
        source = next(one for one in built.sources() if one.topic == topic)
        running = Source(server, Seen())

        async def follow() -> None:
            async for one in source.observe():
                running.seen.take(one)
                running.changed.set()

        task = asyncio.create_task(follow())
        try:
            yield running
            assert not task.done(), task.exception()
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            await built.close()


def play(runtime: Runtime, folder: Path, api: Handler, scenario: Scenario, topic: str = "pods", **options: Any) -> Seen:
    async def run() -> Seen:
        async with observing(runtime, folder, api, topic, **options) as source:
            await scenario(source.seen, source)
            return source.seen

    return runtime.run(run(), 60)
