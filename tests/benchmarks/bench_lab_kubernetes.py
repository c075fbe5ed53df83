"""The lab's API server on one core: 5,000 status changes, a list of 10,000 pods, a watch of 5,000 changes.

In seconds of processor time (client included), because the machine is shared.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine

import aiohttp

from console.lab.servers.kubernetes.object_store import ObjectStore
from tests.benchmarks.harness import Benchmark
from tests.fakes.kubernetes_cluster import pod, small_cluster

PODS = 10_000
CHANGES = 5_000
_HEADERS = {"Authorization": "Bearer admin-token"}


def _full_store() -> ObjectStore:
    store = ObjectStore(history_window=2 * CHANGES, history_bytes=1 << 30)
    labels = {f"label-{number}": "x" * 40 for number in range(20)}
    store.load(pod(f"web-{number:05}", f"cell-{number % 50}", **labels) for number in range(PODS))
    return store


def _change(store: ObjectStore, round_number: int) -> None:
    for number in range(CHANGES):
        status = {"podIP": f"10.{round_number % 250}.{number // 250}.{number % 250}"}
        store.patch_status("pods", f"cell-{number % 50}", f"web-{number:05}", status)


class _Rounds:
    """One store for all samples; every round changes something."""

    def __init__(self) -> None:
        self._store: ObjectStore | None = None
        self._round = 0

    @property
    def store(self) -> ObjectStore:
        if self._store is None:
            self._store = _full_store()
        return self._store

    def change_s(self) -> float:
        """CPU seconds for 5,000 changes of pods' status."""
        store = self.store
        self._round += 1
        started = time.process_time()
        _change(store, self._round)
        return time.process_time() - started

    def list_s(self) -> float:
        """CPU seconds until a client has all 10,000 pods, as bytes."""
        return asyncio.run(self._timed(self._list))

    def watch_s(self) -> float:
        """CPU seconds until a watching client has seen 5,000 changes, from the first change on."""
        return asyncio.run(self._timed(self._watch))

    async def _timed(self, work: Callable[[aiohttp.ClientSession], Coroutine[None, None, float]]) -> float:
        async with small_cluster(self.store) as cluster:
            return await work(cluster.session)

    async def _list(self, session: aiohttp.ClientSession) -> float:
        started = time.process_time()
        async with session.get("/api/v1/pods", headers=_HEADERS) as answer:
            size = len(await answer.read())
        if size < PODS * 1_000:
            raise RuntimeError(f"only {size} bytes")
        return time.process_time() - started

    async def _watch(self, session: aiohttp.ClientSession) -> float:
        query = {"watch": "true", "resourceVersion": str(self.store.resource_version)}
        async with session.get("/api/v1/pods", params=query, headers=_HEADERS) as answer:
            started = time.process_time()
            self._round += 1
            _change(self.store, self._round)
            seen = 0
            while seen < CHANGES:
                seen += (await answer.content.readany()).count(b"\n")
            return time.process_time() - started


_rounds = _Rounds()
BENCHMARKS = [
    Benchmark("lab API: 5,000 status changes", "CPU s", _rounds.change_s, bar=1.0),
    Benchmark("lab API: list of 10,000 pods", "CPU s", _rounds.list_s, bar=1.0),
    Benchmark("lab API: watch of 5,000 changes", "CPU s", _rounds.watch_s, bar=1.0),
]
