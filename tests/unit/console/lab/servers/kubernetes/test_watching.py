"""Watches over HTTP: starts, selections, bookmarks, ends."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from tests.fakes.kubernetes_cluster import NAMESPACE, PODS, Cluster, pod, small_cluster, small_store, until

pytestmark = pytest.mark.anyio


class Stream:
    """An open watch."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self.answer = answer

    async def next(self) -> tuple[str, Any]:
        """The next event: type and object."""
        event = json.loads(await self.answer.content.readline())
        return event["type"], event["object"]

    async def rest(self) -> list[tuple[str, Any]]:
        """All further events until the server ends the watch."""
        events = [json.loads(line) async for line in self.answer.content]
        return [(event["type"], event["object"]) for event in events]


@asynccontextmanager
async def _watch(cluster: Cluster, path: str = PODS, accept: str = "", **query: str) -> AsyncIterator[Stream]:
    params = {"watch": "true", "timeoutSeconds": "20", **query}
    headers = {"Authorization": "Bearer admin-token", "Accept": accept or "application/json"}
    async with cluster.session.get(path, params=params, headers=headers) as answer:
        assert answer.status == 200, await answer.text()
        yield Stream(answer)


async def test_a_watch_from_a_version_gets_what_came_after() -> None:
    store = small_store()
    version = str(store.resource_version)
    store.create(pod("web-1"))
    async with small_cluster(store) as cluster, _watch(cluster, resourceVersion=version) as stream:
        kind, added = await stream.next()
        assert (kind, added["metadata"]["name"]) == ("ADDED", "web-1")
        store.patch_status("pods", NAMESPACE, "web-1", {"phase": "Failed"})
        store.create(pod("elsewhere", "default"))
        store.delete("pods", NAMESPACE, "web-1")
        assert (await stream.next())[0] == "MODIFIED"
        kind, gone = await stream.next()
        assert (kind, gone["status"]["phase"]) == ("DELETED", "Failed")
        assert gone["metadata"]["resourceVersion"] == str(store.resource_version)


@pytest.mark.parametrize("written", ["1", "True", "true"])
async def test_clients_write_the_wish_to_watch_differently(written: str) -> None:
    """Python's own client writes ``watch=True``."""
    async with small_cluster() as cluster, _watch(cluster, watch=written) as stream:
        kind, found = await stream.next()
        assert (kind, found["metadata"]["name"]) == ("ADDED", "web-0")


async def test_objects_enter_and_leave_a_selection() -> None:
    store = small_store()
    async with (
        small_cluster(store) as cluster,
        _watch(cluster, labelSelector="tier=a", resourceVersion=str(store.resource_version)) as stream,
    ):
        store.patch("pods", NAMESPACE, "web-0", {"metadata": {"labels": {"tier": "a"}}})
        assert (await stream.next())[0] == "ADDED"
        store.patch("pods", NAMESPACE, "web-0", {"metadata": {"labels": {"tier": "b"}}})
        kind, left = await stream.next()
        assert (kind, left["metadata"]["labels"]["tier"]) == ("DELETED", "a")
        assert left["metadata"]["resourceVersion"] == str(store.resource_version)


async def test_a_streamed_list_ends_with_its_bookmark() -> None:
    query = {"sendInitialEvents": "true", "resourceVersionMatch": "NotOlderThan", "allowWatchBookmarks": "true"}
    async with small_cluster() as cluster, _watch(cluster, **query) as stream:
        assert (await stream.next())[0] == "ADDED"
        kind, mark = await stream.next()
        assert kind == "BOOKMARK"
        assert mark["metadata"]["annotations"] == {"k8s.io/initial-events-end": "true"}
        assert mark["metadata"]["resourceVersion"] == str(cluster.store.resource_version)


async def test_bookmarks_come_by_themselves_and_carry_the_newest_version() -> None:
    async with small_cluster(bookmark_period_s=0.05) as cluster:
        version = str(cluster.store.resource_version)
        async with _watch(cluster, resourceVersion=version, allowWatchBookmarks="true") as stream:
            cluster.store.create(pod("elsewhere", "default"))
            kind, mark = await stream.next()
            assert (kind, mark["kind"]) == ("BOOKMARK", "Pod")
            assert mark["metadata"]["resourceVersion"] == str(cluster.store.resource_version)
        async with _watch(cluster, resourceVersion=version, timeoutSeconds="1") as stream:
            assert [kind for kind, _ in await stream.rest()] == []


async def test_an_expired_start_ends_in_an_error_event() -> None:
    store = small_store()
    store.create(pod("web-1"))
    store.compact()
    async with small_cluster(store) as cluster, _watch(cluster, resourceVersion="1001") as stream:
        ((kind, status),) = await stream.rest()
        assert (kind, status["code"], status["reason"]) == ("ERROR", 410, "Expired")


async def test_a_reader_that_falls_behind_the_history_is_told_so() -> None:
    store = small_store(history_window=5)
    version = store.resource_version
    async with small_cluster(store) as cluster, _watch(cluster, resourceVersion=str(version)) as stream:
        for number in range(20):  # no turn of the loop in between: the watch cannot keep up
            store.patch_status("pods", NAMESPACE, "web-0", {"restarts": number})
        ((kind, status),) = await stream.rest()
        assert (kind, status["code"]) == ("ERROR", 410)


async def test_a_watch_ends_after_its_time_and_when_the_server_drops_it() -> None:
    async with small_cluster() as cluster:
        async with _watch(cluster, timeoutSeconds="1") as stream:
            assert [kind for kind, _ in await stream.rest()] == ["ADDED"]
        async with _watch(cluster) as stream:
            await stream.next()
            cluster.server.drop_watches()
            assert await stream.rest() == []


async def test_a_client_that_leaves_frees_its_watch() -> None:
    async with small_cluster() as cluster:
        async with _watch(cluster) as stream:
            await stream.next()
            assert cluster.store._collection("pods").subscribers
            stream.answer.close()
        await until(lambda: not cluster.store._collection("pods").subscribers)


async def test_only_the_first_table_of_a_watch_has_columns() -> None:
    accept = "application/json;as=Table;g=meta.k8s.io;v=v1"
    async with small_cluster() as cluster, _watch(cluster, accept=accept) as stream:
        _, first = await stream.next()
        assert first["columnDefinitions"][0]["name"] == "Name"
        cluster.store.patch_status("pods", NAMESPACE, "web-0", {"phase": "Failed"})
        _, second = await stream.next()
        assert second["columnDefinitions"] is None
        assert second["rows"][0]["cells"][0] == "web-0"


async def test_metadata_only_watches_carry_no_spec() -> None:
    accept = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"
    async with small_cluster() as cluster, _watch(cluster, accept=accept) as stream:
        _, found = await stream.next()
        assert set(found) == {"kind", "apiVersion", "metadata"}


@pytest.mark.parametrize(
    "query",
    [
        {"sendInitialEvents": "true"},
        {"sendInitialEvents": "true", "resourceVersionMatch": "Exact"},
        {"resourceVersionMatch": "NotOlderThan", "resourceVersion": "5"},
    ],
)
async def test_contradicting_options_are_invalid(query: dict[str, str]) -> None:
    async with small_cluster() as cluster:
        status, body = await cluster.call("GET", PODS, params={"watch": "true", **query})
        assert (status, body["reason"]) == (422, "Invalid")
