"""Faults of a cluster: each is shown, others go on, it recovers by itself. Proves C5."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from connectors.kubernetes import kind_stream
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsChanged, ObjectsListed
from console.kernel.runtime import Runtime
from tests.fakes.kube_setup import TOKEN, connector, kubeconfig
from tests.fakes.observed_source import (
    NOT_FOUND,
    Api,
    Seen,
    Source,
    event,
    forever,
    listed,
    observing,
    play,
    pod,
    watch,
)
from tests.fakes.raw_server import CHUNKED, RawRequest, RawServer, answer, chunk, status


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
        await source.until(lambda: seen.states[-1] is ConnectionState.LIVE, 8)  # sooner than the next regular probe
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

    async def scenario(_seen: Seen, source: Source) -> None:
        await source.until(lambda: waited)  # the client itself asks nothing before the 25 s have passed

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
            while any(not task.done() for task in left):  # noqa: ASYNC110 - with a deadline
                await asyncio.sleep(0.01)

    runtime.run(scenario(), 20)


def test_a_mistake_of_the_program_is_told_and_the_stream_goes_on(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """No stream ends in silence while its rows look alive."""
    original, faults = kind_stream.KindStream._apply, [ZeroDivisionError("a slip")] * 2

    def slip(self: Any, *arguments: Any) -> None:
        if faults:
            raise faults.pop()
        original(self, *arguments)

    monkeypatch.setattr(kind_stream.KindStream, "_apply", slip)
    api = Api([listed(pod("a"))], [watch(chunk(event("MODIFIED", pod("a", 11, "Failed"))))])

    async def scenario(seen: Seen, source: Source) -> None:
        await source.until(lambda: any(row.status == "Failed" for row in seen.rows.values()), 30)

    play(runtime, tmp_path, api, scenario)
    assert len(api.list_calls) > 1, "it is read anew"
    assert "a slip" in caplog.text


def test_the_version_that_a_server_tells_is_one_line_of_a_length_that_can_be_shown(
    runtime: Runtime, tmp_path: Path
) -> None:
    async def api(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(answer({"gitVersion": f"v1.\x1b[31m\n99{TOKEN}" + "9" * 10**6}))

    async def scenario() -> str:
        async with RawServer(api) as server:
            built = connector(runtime, tmp_path, kubeconfig(server.url))
            try:
                return await built.check()
            finally:
                await built.close()

    told = runtime.run(scenario(), 20)
    assert told.startswith("Kubernetes v1.\ufffd[31m 99•••9")
    assert len(told) <= 201
