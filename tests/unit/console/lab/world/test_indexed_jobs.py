"""The lab's Indexed Jobs: every index is tried as Kubernetes would, and the status says so (proves G1.5)."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from connectors.kubernetes.operations.audit_job import audit_job
from console.domain.operations.start_audit_batch import StartAuditBatch
from console.lab.objects.audit_place import audit_place
from console.lab.process.audit_process import AuditEnd
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.world.controllers.indexed_jobs import IndexedJobs

pytestmark = pytest.mark.anyio


class Runners:
    """Plays the processes: ``codes`` are the exit codes of each index' tries in turn."""

    def __init__(self, codes: Mapping[int, list[int]]) -> None:
        self.codes = {key: list(value) for key, value in codes.items()}
        self.began: Counter[int] = Counter()
        self.given: list[tuple[Mapping[str, str], Sequence[str]]] = []
        self.most = self.now = 0
        self.running: tuple[str, ...] = ()
        self.waits = False

    async def run(
        self, shards: str, name: str, index: int, more: Mapping[str, str], arguments: Sequence[str]
    ) -> AuditEnd:
        assert shards == "packed"
        self.began[index] += 1
        self.given.append((more, arguments))
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await (asyncio.Event().wait() if self.waits else asyncio.sleep(0))
        finally:
            self.now -= 1
        code = self.codes[index].pop(0)
        return AuditEnd(code, b"", "" if code == 0 else f"ended with {code}")


def _job(count: int) -> dict[str, Any]:
    operation = StartAuditBatch(
        "lab", "audits", "audit-1", "i", "console-audit", "http://127.0.0.1/r", "packed", count, parallel=2,
        connections=("lab-github",),
    )  # fmt: skip
    return audit_job(operation)


async def _until(store: ObjectStore, runners: Runners, is_over: Callable[[], bool]) -> None:
    jobs = IndexedJobs(store, runners, lambda: 1.0, lambda: False)  # type: ignore[arg-type]
    task = asyncio.create_task(jobs.run())
    try:
        async with asyncio.timeout(20):
            while not is_over():  # noqa: ASYNC110 - the store tells nobody
                await asyncio.sleep(0)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.lab.world.controllers.indexed_jobs._LOOK_S", 0.0)
    monkeypatch.setattr("console.lab.world.controllers.indexed_jobs._GONE_MOMENT_S", 0.0)


def _stored(count: int, **tokens: str) -> ObjectStore:
    store = ObjectStore()
    store.load(audit_place({"results": "r-token", **tokens}))
    store.create(_job(count))
    return store


def _status(store: ObjectStore) -> dict[str, Any]:
    return dict(store.get("jobs.batch", "audits", "audit-1").get("status") or {})


async def test_what_fails_is_tried_three_times_and_42_only_once() -> None:
    store = _stored(4, **{"lab-github": "g-token"})
    runners = Runners({0: [0], 1: [-9, 0], 2: [1, 1, 1], 3: [42]})
    await _until(store, runners, lambda: "conditions" in _status(store))
    status = _status(store)
    assert (status["completedIndexes"], status["failedIndexes"], status["succeeded"]) == ("0-1", "2-3", 2)
    assert status["conditions"][0]["reason"] == "FailedIndexes"
    assert runners.began == {0: 1, 1: 2, 2: 3, 3: 1}
    assert runners.most <= 2
    environment, arguments = runners.given[0]
    assert environment["CONSOLE_AUDIT_RESULTS_TOKEN"] == "r-token"
    assert environment["CONSOLE_AUDIT_TOKEN_LAB_GITHUB"] == "g-token"
    assert list(arguments)[:2] == ["--put", "http://127.0.0.1/r"]
    pods = {one["metadata"]["name"]: one["status"] for one in store.list("pods", "audits")}
    killed = pods["audit-1-1-0"]["containerStatuses"][0]["state"]["terminated"]
    assert (killed["exitCode"], pods["audit-1-1-1"]["phase"]) == (137, "Succeeded")
    assert pods["audit-1-3-0"]["containerStatuses"][0]["state"]["terminated"]["message"] == "ended with 42"


async def test_without_its_secret_no_worker_begins() -> None:
    store = _stored(1)
    store.delete("secrets", "audits", "console-audit")
    runners = Runners({0: [0, 0, 0]})
    await _until(store, runners, lambda: "conditions" in _status(store))
    assert runners.began == {}
    assert _status(store)["failedIndexes"] == "0"


async def test_a_job_that_is_deleted_takes_its_workers_with_it() -> None:
    store = _stored(2)
    runners = Runners({0: [0], 1: [0]})
    runners.waits = True

    def is_over() -> bool:
        if runners.now == 2 and store.find("jobs.batch", "audits", "audit-1") is not None:
            store.delete("jobs.batch", "audits", "audit-1")
        return sum(runners.began.values()) == 2 and runners.now == 0

    await _until(store, runners, is_over)
    assert runners.now == 0
