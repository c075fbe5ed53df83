"""List and watch against a scripted server: paging, resuming, 410, broken streams. Proves C5."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from connectors.kubernetes import kind_stream
from connectors.kubernetes.health import ClusterHealth
from console.domain.connection_state import ConnectionState
from console.domain.event import ObjectsChanged, ObjectsListed
from console.kernel.runtime import Runtime
from tests.fakes.kube_setup import TOKEN
from tests.fakes.observed_source import (
    Api,
    Handler,
    Seen,
    Source,
    event,
    forever,
    listed,
    play,
    pod,
    watch,
)
from tests.fakes.raw_server import CHUNKED, LAST_CHUNK, RawRequest, answer, chunk, status


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


def test_a_server_that_forgets_the_version_after_each_line_is_listed_ever_more_seldom(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    heard = asyncio.Event()
    alive = ClusterHealth.alive

    def note(self: ClusterHealth) -> None:
        heard.set()
        alive(self)

    async def wait(_self: ClusterHealth, wait_s: float) -> None:
        waits.append(wait_s)
        await asyncio.sleep(0)

    monkeypatch.setattr(ClusterHealth, "alive", note)
    monkeypatch.setattr(ClusterHealth, "wait", wait)

    async def forgets(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
        heard.clear()
        writer.write(CHUNKED + chunk({"type": "BOOKMARK", "object": {"metadata": {"resourceVersion": "99"}}}))
        await heard.wait()
        writer.write(chunk(GONE_LINE) + LAST_CHUNK)

    async def scenario(_seen: Seen, source: Source) -> None:
        await source.until(lambda: len(waits) >= 8)

    seen = play(runtime, tmp_path, Api([listed(pod("a"))], [forgets]), scenario)
    assert waits[0] < 1
    assert waits[7] > 20
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


@pytest.fixture
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams try again at once."""
    original = kind_stream.ClusterHealth.wait

    async def short(self: Any, wait_s: float) -> None:
        await original(self, min(wait_s, 0.02))

    monkeypatch.setattr(kind_stream.ClusterHealth, "wait", short)


class HalfList:
    """Lists of two pages; while ``broken``, the second one is refused."""

    def __init__(self, first: bytes, second: bytes) -> None:
        self.first, self.second, self.broken = first, second, True

    async def __call__(self, request: RawRequest, writer: asyncio.StreamWriter) -> None:
        if "continue" not in request.query:
            writer.write(self.first)
        elif self.broken:
            writer.write(answer(status(503, "ServiceUnavailable", "no leader"), 503))
        else:
            writer.write(self.second)


def test_a_first_list_that_breaks_off_is_told_and_no_watch_takes_it_for_whole(
    runtime: Runtime, tmp_path: Path, no_waits: None
) -> None:
    half = HalfList(listed(pod("a"), version=10, more="t1"), listed(pod("b"), version=10))
    api = Api([half], [watch()])

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: seen.states or api.watch_calls, 40)
        assert seen.states == [ConnectionState.FAILED]
        assert not api.watch_calls
        half.broken = False
        await source.until(lambda: set(seen.rows) == {"a", "b"} and api.watch_calls, 40)

    seen = play(runtime, tmp_path, api, scenario)
    assert seen.states == [ConnectionState.FAILED, ConnectionState.LIVE]


def test_a_second_list_that_breaks_off_leaves_no_deleted_object_behind(
    runtime: Runtime, tmp_path: Path, no_waits: None
) -> None:
    half = HalfList(listed(pod("a"), version=50, more="t2"), listed(pod("d"), version=50))
    api = Api([listed(pod("a"), pod("c")), half], [watch(chunk(GONE_LINE), then="end"), watch()])

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: seen.error or len(api.watch_calls) > 1, 40)
        assert "no leader" in seen.error
        assert set(seen.rows) == {"a", "c"}
        half.broken = False
        await source.until(lambda: set(seen.rows) == {"a", "d"}, 40)

    play(runtime, tmp_path, api, scenario)
    assert [one.query["resourceVersion"] for one in api.watch_calls] == ["10", "50"]


def test_a_watch_that_stays_silent_may_be_ahead_of_a_restored_server_and_is_listed_once(
    runtime: Runtime, tmp_path: Path, no_waits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kind_stream, "IDLE_S", 0.1)
    api = Api([listed(pod("a"), pod("lost"), version=9000), listed(pod("a"), version=40)], [watch()])

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: set(seen.rows) == {"a"})
        await source.until(lambda: len(api.watch_calls) >= 1 + kind_stream._SILENT_WATCHES)

    play(runtime, tmp_path, api, scenario)
    assert [one.query["resourceVersion"] for one in api.watch_calls[:9]] == ["9000", *["40"] * 8]
    assert len(api.list_calls) == 2, "a quiet kind of a server without bookmarks is not listed each time"


def test_a_kind_that_stays_silent_is_listed_again_in_the_end(
    runtime: Runtime, tmp_path: Path, no_waits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kind_stream, "IDLE_S", 0.1)
    monkeypatch.setattr(kind_stream, "_SILENT_WATCHES", 3)
    api = Api([listed(pod("a"), version=50), listed(pod("a"), version=40), listed(pod("a"), version=30)], [watch()])

    async def scenario(_seen: Seen, source: Source) -> None:
        await source.until(lambda: len(api.watch_calls) >= 5)

    play(runtime, tmp_path, api, scenario)
    assert [one.query["resourceVersion"] for one in api.watch_calls[:5]] == ["50", "40", "40", "40", "30"]


def test_a_watch_that_said_anything_before_it_fell_silent_goes_on_without_a_list(
    runtime: Runtime, tmp_path: Path, no_waits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kind_stream, "IDLE_S", 0.1)
    bookmark = {"type": "BOOKMARK", "object": {"kind": "Pod", "metadata": {"resourceVersion": "99"}}}
    api = Api([listed(pod("a"))], [watch(chunk(bookmark))])

    async def scenario(_seen: Seen, source: Source) -> None:
        await source.until(lambda: len(api.watch_calls) >= 4)

    play(runtime, tmp_path, api, scenario)
    assert len(api.list_calls) == 1
    assert [one.query["resourceVersion"] for one in api.watch_calls[:4]] == ["10", "99", "99", "99"]
