"""The list-and-watch state machine against a scripted server. Proves C5: each fault is shown, others go on, recovery by itself."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from connectors.kubernetes import kind_stream
from console.domain.connection import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsChanged, ObjectsListed
from console.kernel.runtime import Runtime
from tests.fakes.kube_setup import TOKEN, connector, kubeconfig
from tests.fakes.raw_server import CHUNKED, LAST_CHUNK, RawRequest, RawServer, answer, chunk, status

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


def test_the_first_page_is_told_at_once_and_the_whole_list_when_complete(runtime: Runtime, tmp_path: Path) -> None:
    gate = asyncio.Event()

    async def second(request: RawRequest, writer: asyncio.StreamWriter) -> None:
        assert request.query == {"limit": "250", "continue": "t1"}
        await gate.wait()
        writer.write(listed(pod("b")))

    api = Api([listed(pod("a"), more="t1"), second], [watch()])

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: seen.rows)
        gate.set()
        await source.until(lambda: len(seen.rows) == 2)
        told = [(one.complete, len(one.rows)) for one in seen.events if isinstance(one, ObjectsListed)]
        assert told == [(False, 1), (True, 2)]

    play(runtime, tmp_path, api, scenario)


def test_a_watch_goes_on_from_the_list_asks_for_bookmarks_and_tells_changes(runtime: Runtime, tmp_path: Path) -> None:
    changes = chunk(
        event("MODIFIED", pod("a", 11, "Failed")), event("ADDED", pod("b", 12)), event("DELETED", pod("c", 13))
    )
    api = Api([listed(pod("a"), pod("c"))], [watch(changes)])

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: seen.status_of == {"a": "Failed", "b": "Running"})

    seen = play(runtime, tmp_path, api, scenario)
    query = api.watch_calls[0].query
    assert (query["resourceVersion"], query["allowWatchBookmarks"], query["watch"]) == ("10", "true", "true")
    assert 290 <= int(query["timeoutSeconds"]) <= 320
    assert seen.states == [ConnectionState.LIVE]
    assert api.watch_calls[0].headers["authorization"] == f"Bearer {TOKEN}"


def test_an_ended_watch_resumes_from_the_last_version_bookmarks_included(runtime: Runtime, tmp_path: Path) -> None:
    bookmark = {"type": "BOOKMARK", "object": {"kind": "Pod", "metadata": {"resourceVersion": "99"}}}
    api = Api(
        [listed(pod("a"))],
        [watch(chunk(event("ADDED", pod("b", 12))), then="end"), watch(chunk(bookmark), then="end"), watch()],
    )

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: len(api.watch_calls) >= 3)

    seen = play(runtime, tmp_path, api, scenario)
    assert [one.query["resourceVersion"] for one in api.watch_calls[:3]] == ["10", "12", "99"]
    assert len(api.list_calls) == 1
    assert set(seen.rows) == {"a", "b"}


GONE_LINE = {"type": "ERROR", "object": status(410, "Expired", "too old resource version: 1 (1147)")}


@pytest.mark.parametrize(
    "expired",
    [
        watch(chunk(GONE_LINE), then="end"),
        lambda _r, w: asyncio.sleep(0, w.write(answer(status(410, "Expired", "x"), 410))),
    ],
    ids=["as an event", "as a status"],
)
def test_after_410_it_lists_again_and_tells_only_the_differences(
    runtime: Runtime, tmp_path: Path, expired: Handler
) -> None:
    again = listed(pod("a"), pod("b", 5, "Failed"), pod("d"), version=50)
    api = Api([listed(pod("a"), pod("b"), pod("c")), again], [expired, watch()])

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: "d" in seen.rows)

    seen = play(runtime, tmp_path, api, scenario)
    assert seen.status_of == {"a": "Running", "b": "Failed", "d": "Running"}
    changed = [one for one in seen.events if isinstance(one, ObjectsChanged)]
    assert [{row.ref.name for row in one.rows} for one in changed] == [{"b", "d"}]
    assert [ref.name for ref in changed[0].gone] == ["c"]
    assert api.watch_calls[-1].query["resourceVersion"] == "50"
    assert seen.states == [ConnectionState.LIVE]


def test_a_continue_token_that_expired_begins_the_list_anew(runtime: Runtime, tmp_path: Path) -> None:
    gone = answer(status(410, "Expired", "The provided continue parameter is too old"), 410)
    api = Api([listed(pod("a"), more="old"), gone, listed(pod("a"), pod("b"))], [watch()])

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: set(seen.rows) == {"a", "b"})

    play(runtime, tmp_path, api, scenario)
    assert "continue" not in api.list_calls[2].query


BROKEN = {
    "cut in the middle of a line": watch(chunk(event("ADDED", pod("b", 12))), b'40\r\n{"type":"MODI', then="break"),
    "ends in the middle of a line": watch(chunk(event("ADDED", pod("b", 12)), b'{"type":"MODI'), then="end"),
    "not JSON": watch(chunk(event("ADDED", pod("b", 12)), b"<html>\n"), then="end"),
    "reset at once": watch(then="break"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_watch_recovers_without_losing_objects(runtime: Runtime, tmp_path: Path, broken: Handler) -> None:
    api = Api(
        [listed(pod("a")), listed(pod("a"), pod("b"), pod("c"))], [broken, watch(chunk(event("ADDED", pod("c", 20))))]
    )

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: "c" in seen.rows)

    seen = play(runtime, tmp_path, api, scenario)
    assert seen.states == [ConnectionState.LIVE]


def test_an_endless_line_is_cut_off_at_bounded_memory(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from connectors.kubernetes import watch_line

    monkeypatch.setattr(watch_line, "MOST_LINE", 200_000)

    async def endless(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(CHUNKED)
        for _ in range(100):
            writer.write(chunk(b"x" * 10_000))
            await writer.drain()
        await forever()

    api = Api([listed(pod("a")), listed(pod("a"), pod("b"))], [endless, watch()])

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: "b" in seen.rows)

    play(runtime, tmp_path, api, scenario)


def test_internal_errors_are_told_once_and_the_recovery_once(runtime: Runtime, tmp_path: Path) -> None:
    failing = answer(status(500, "InternalError", "etcd is down"), 500)
    api = Api([failing] * 3 + [listed(pod("a"))], [watch()])

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: seen.rows, 40)
        await source.until(lambda: seen.states[-1] is ConnectionState.LIVE)

    seen = play(runtime, tmp_path, api, scenario)
    assert seen.states == [ConnectionState.FAILED, ConnectionState.LIVE]
    told = [one.status for one in seen.events if isinstance(one, ConnectionChanged)]
    assert "internal fault, status 500 (etcd is down)" in told[0].error
    assert told[0].error_kind == "unreachable"
    assert told[-1].error == ""


def test_a_dead_server_fails_the_connection_keeps_the_rows_and_recovers_by_itself(
    runtime: Runtime, tmp_path: Path
) -> None:
    api = Api([listed(pod("a"))], [watch()])

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: api.watch_calls)
        await source.server.stop()
        await source.until(lambda: seen.states == [ConnectionState.LIVE, ConnectionState.FAILED])
        assert "refused the connection" in seen.error
        assert set(seen.rows) == {"a"}
        await source.server.listen()
        await source.until(lambda: seen.states[-1] is ConnectionState.LIVE)
        assert seen.error == ""
        watches = len(api.watch_calls)
        await source.until(lambda: len(api.watch_calls) > watches or watches > 1)

    seen = play(runtime, tmp_path, api, scenario)
    assert seen.states == [ConnectionState.LIVE, ConnectionState.FAILED, ConnectionState.LIVE]
    assert len([one for one in seen.events if isinstance(one, ObjectsListed) and one.complete]) == 1


def test_a_server_that_falls_silent_is_noticed_by_the_probe(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from connectors.kubernetes import health

    monkeypatch.setattr(health, "PROBE_S", 0.1)
    monkeypatch.setattr(health, "_PROBE_LIMIT_S", 0.3)
    silent = asyncio.Event()
    inner = Api([listed(pod("a"))], [watch()])

    async def api(request: RawRequest, writer: asyncio.StreamWriter) -> None:
        if silent.is_set():
            await forever()
        await inner(request, writer)

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: inner.watch_calls)
        silent.set()
        await source.until(lambda: seen.states[-1] is ConnectionState.FAILED)
        assert "did not answer in time" in seen.error
        silent.clear()
        await source.until(lambda: seen.states[-1] is ConnectionState.LIVE)

    play(runtime, tmp_path, api, scenario)


def test_an_absent_kind_is_skipped_and_a_forbidden_one_is_told_while_the_rest_goes_on(
    runtime: Runtime, tmp_path: Path
) -> None:
    message = 'statefulsets.apps is forbidden: User "v" cannot list resource "statefulsets"'

    async def api(request: RawRequest, writer: asyncio.StreamWriter) -> None:
        if request.is_watch:
            await watch()(request, writer)
        kind = request.path.rsplit("/", 1)[-1]
        replies = {
            "version": answer({"gitVersion": "v1"}),
            "deployments": listed({"metadata": {"name": "web", "namespace": "n"}}),
            "daemonsets": listed(),
            "statefulsets": answer(status(403, "Forbidden", message), 403),
        }
        writer.write(replies.get(kind, NOT_FOUND))

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: seen.error and any(isinstance(one, ObjectsListed) for one in seen.events))

    seen = play(runtime, tmp_path, api, scenario, "workloads")
    assert set(seen.rows) == {"web"}
    assert seen.states == [ConnectionState.LIVE]
    assert message in seen.error


def test_one_forbidden_namespace_does_not_hide_the_others(runtime: Runtime, tmp_path: Path) -> None:
    async def api(request: RawRequest, writer: asyncio.StreamWriter) -> None:
        if request.is_watch:
            await watch()(request, writer)
        if request.path == "/version":
            writer.write(answer({"gitVersion": "v1"}))
        elif request.path == "/api/v1/namespaces/open/pods":
            writer.write(listed(pod("a")))
        else:
            writer.write(answer(status(403, "Forbidden", "pods is forbidden in the namespace closed"), 403))

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: seen.rows and "closed" in seen.error)

    seen = play(runtime, tmp_path, api, scenario, namespaces=("open", "closed"))
    assert set(seen.rows) == {"a"}
    assert seen.states == [ConnectionState.LIVE]


def test_an_expired_token_fails_the_connection_with_what_to_renew(runtime: Runtime, tmp_path: Path) -> None:
    async def api(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(status(401, "Unauthorized", "Unauthorized"), 401))

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: seen.states)

    seen = play(runtime, tmp_path, api, scenario)
    assert seen.states == [ConnectionState.FAILED]
    told = seen.events[0].status
    assert told.error_kind == "auth"
    assert told.hint == "They may have expired: renew the sign-in of context lab."
    assert TOKEN not in f"{told.error} {told.hint}"
    assert not [one for one in seen.events if isinstance(one, ObjectsListed)]


def test_an_object_of_unknown_shape_is_left_out_and_the_others_are_not(runtime: Runtime, tmp_path: Path) -> None:
    odd = {"metadata": {"name": "odd", "namespace": "n"}, "status": {"phase": 5}}
    changes = chunk(
        event("MODIFIED", {**odd, "metadata": {**odd["metadata"], "resourceVersion": "30"}}),
        event("ADDED", pod("b", 31)),
    )
    api = Api([listed(pod("a"), odd)], [watch(changes)])

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: set(seen.rows) == {"a", "b"})

    play(runtime, tmp_path, api, scenario)


def test_a_list_that_is_not_kubernetes_is_told_and_memory_stays_bounded(runtime: Runtime, tmp_path: Path) -> None:
    api = Api([answer(b"<html>Sign in</html>", content_type="text/html")], [watch()])

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: seen.states)

    seen = play(runtime, tmp_path, api, scenario)
    assert seen.states == [ConnectionState.FAILED]
    assert "cannot be read" in seen.error


def test_throttling_waits_as_long_as_the_server_asks(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    original = kind_stream.ClusterHealth.wait

    async def noting(self: Any, wait_s: float) -> None:
        waited.append(wait_s)
        await original(self, min(wait_s, 0.05))

    monkeypatch.setattr(kind_stream.ClusterHealth, "wait", noting)
    slow = answer(status(429, "TooManyRequests", "too many requests"), 429, retry_after="25")
    api = Api([slow, listed(pod("a"))], [watch()])

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: seen.rows)

    play(runtime, tmp_path, api, scenario)
    assert waited[0] == 25


def test_five_thousand_events_a_second_lose_nothing(runtime: Runtime, tmp_path: Path) -> None:
    """Every object's last state arrives, deletions included, however fast changes come (quality bar)."""
    objects, rounds = 1000, 5

    async def flood(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(CHUNKED)
        version = 100
        for number in range(rounds):
            for index in range(objects):
                version += 1
                last = number == rounds - 1
                kind = "DELETED" if last and index % 10 == 0 else "MODIFIED"
                writer.write(chunk(event(kind, pod(f"p{index}", version, f"Round{number}"))))
            await writer.drain()
        await forever()

    api = Api([listed(*(pod(f"p{index}") for index in range(objects)))], [flood])

    async def scenario(seen: Seen, source: Source) -> None:
        expected = {f"p{index}": f"Round{rounds - 1}" for index in range(objects) if index % 10}
        await source.until(lambda: seen.status_of == expected, 30)

    seen = play(runtime, tmp_path, api, scenario)
    batches = [one for one in seen.events if isinstance(one, ObjectsChanged)]
    assert len(batches) < 200  # told in batches, not one by one


def test_cancelling_a_source_ends_all_its_requests(runtime: Runtime, tmp_path: Path) -> None:
    api = Api([listed(pod("a"))], [watch()])

    async def scenario() -> None:
        async with observing(runtime, tmp_path, api) as source:
            await source.until(lambda: api.watch_calls)
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        async with asyncio.timeout(5):
            while any(not task.done() for task in left):
                await asyncio.sleep(0.01)

    runtime.run(scenario(), 20)
