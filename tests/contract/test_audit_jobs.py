"""Batches of audits as Indexed Jobs, against the lab's API server and the official description (proves G1.5)."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from connectors.kubernetes.connector import KubernetesConnector
from console.domain.audit.audit_batch import AuditBatch, AuditShard, ShardState, batches_of, unpacked_shards
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import OPEN_SOURCE
from console.domain.audit.audit_task import AuditTask
from console.domain.operations.end_audit_batch import EndAuditBatch
from console.domain.operations.start_audit_batch import StartAuditBatch
from console.estate.schema.audit_jobs import AuditJobs
from console.kernel.errors import ChangeRefused, UserError
from console.kernel.runtime import Runtime
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.pod_backend import NoBackend
from console.lab.servers.kubernetes.server import KubernetesServer
from console.lab.servers.kubernetes.user import MASTERS, User
from console.ports.audit_dispatcher import AuditDispatcher
from console.ports.change_executor import ChangeExecutor
from tests.fakes.contract_transport import Contract, contract_of, watch_all
from tests.fakes.executor_suite import check_executor
from tests.fakes.kube_setup import TOKEN, connector, kubeconfig

JOBS = "jobs.batch"
OPTIONS = AuditJobs(
    image="registry.example/console-audit@sha256:" + "0" * 64,
    results="https://console.example/results",
    results_token="file:/nowhere",
    listen="127.0.0.1:9",
    parallel=2,
)


def shards(count: int = 3) -> list[AuditShard]:
    """Tasks of some repositories of a forge."""
    tasks = (
        AuditTask(f"{n:020x}", f"shop-{n}", f"https://git.example/{n}", "", "a" * 40, (AuditName.GIT,), OPEN_SOURCE)
        for n in range(count)
    )
    return [AuditShard(one, 1_763_600_000.0, "oauth2", "our-gitlab") for one in tasks]


class Place:
    """A cluster that runs audits; touch the store on the runtime's loop only."""

    def __init__(self, store: ObjectStore, built: KubernetesConnector) -> None:
        self.store = store
        dispatcher, executor = built.offers(AuditDispatcher), built.offers(ChangeExecutor)
        assert dispatcher is not None
        assert executor is not None
        self.dispatcher, self.executor = dispatcher, executor

    def jobs(self) -> list[str]:
        """Return the names of the Jobs that are there."""
        return [one["metadata"]["name"] for one in self.store.list(JOBS, "audits")]

    async def submitted(self, batch: AuditBatch) -> None:
        """Hand a batch over."""
        operation = self.dispatcher.submission(batch)
        await self.executor.apply(operation, (await self.executor.preview(operation)).base)

    def tell(self, batch: AuditBatch, **status: Any) -> None:
        """Let the Job controller write a status."""
        self.store.patch_status(JOBS, "audits", batch.id, status)


@asynccontextmanager
async def opened(runtime: Runtime, folder: Path) -> AsyncIterator[Place]:
    store = ObjectStore()
    store.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "audits"}})
    server = KubernetesServer(store, {TOKEN: User("admin", (MASTERS,))}, backend=NoBackend())
    built = connector(runtime, folder, kubeconfig(await server.start()), audits=OPTIONS)
    try:
        yield Place(store, built)
    finally:
        await built.close()
        await server.stop()


@pytest.fixture(scope="module")
def runtime() -> Iterator[Runtime]:
    runtime = Runtime()
    yield runtime
    runtime.close()


def _forgive_what_is_newer(contract: Contract) -> None:
    """The file describes Kubernetes 1.26: four fields came later (to 1.33), and one was necessary by mistake."""
    jobs = "/apis/batch/v1/namespaces/{namespace}/jobs"
    for where in (f"POST {jobs}", f"GET {jobs}", f"GET {jobs}/{{name}}", f"DELETE {jobs}/{{name}}"):
        for words in ("backoffLimitPerIndex: unknown", "maxFailedIndexes: unknown", "podReplacementPolicy: unknown",
                      "failedIndexes: unknown", "'onPodConditions' is a required"):  # fmt: skip
            contract.forgive(where, words)


@pytest.fixture(scope="module")
def place(runtime: Runtime, shared_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Every exchange of this module is held against the official description."""
    with pytest.MonkeyPatch.context() as patch:
        contract = contract_of(shared_dir, "kubernetes")
        _forgive_what_is_newer(contract)
        violations = watch_all(patch, contract)
        stack = AsyncExitStack()
        yield runtime.run(stack.enter_async_context(opened(runtime, tmp_path_factory.mktemp("place"))), 60)
        runtime.run(stack.aclose(), 20)
        assert violations == []
        jobs = "/apis/batch/v1/namespaces/{namespace}/jobs"
        assert contract.seen >= {f"POST {jobs}", f"GET {jobs}", f"DELETE {jobs}/{{name}}"}


def test_starting_a_batch_keeps_to_the_rules_of_changes(place: Place, runtime: Runtime) -> None:
    (batch,) = batches_of(shards())
    runtime.run(check_executor(place.executor, place.dispatcher.submission(batch), place.jobs), 30)
    assert place.jobs() == []  # undone


def test_the_job_holds_its_shards_and_no_secret_and_fails_an_index_for_ever_on_42(
    place: Place, runtime: Runtime
) -> None:
    (batch,) = batches_of(shards(), salt="manifest")

    async def made() -> dict[str, Any]:
        await place.submitted(batch)
        await place.submitted(batch)  # after a lost answer
        return place.store.get(JOBS, "audits", batch.id)

    job = runtime.run(made(), 20)
    spec, pod = job["spec"], job["spec"]["template"]["spec"]
    assert (spec["completionMode"], spec["completions"], spec["parallelism"]) == ("Indexed", 3, 2)
    assert (spec["backoffLimitPerIndex"], pod["restartPolicy"]) == (2, "Never")
    fail, ignore = spec["podFailurePolicy"]["rules"]
    assert (fail["action"], fail["onExitCodes"]["values"]) == ("FailIndex", [42])
    assert (ignore["action"], ignore["onPodConditions"][0]["type"]) == ("Ignore", "DisruptionTarget")
    assert unpacked_shards(spec["template"]["metadata"]["annotations"]["cell-console/shards"]) == batch.shards
    (container,) = pod["containers"]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert not pod["automountServiceAccountToken"]
    tokens = {one["name"]: one["valueFrom"] for one in container["env"] if "valueFrom" in one}
    assert {one["secretKeyRef"]["key"] for one in tokens.values()} == {"results", "our-gitlab"}
    assert "token:" not in json.dumps(container["args"])


def test_the_indexes_of_the_job_are_the_states_of_the_shards(place: Place, runtime: Runtime) -> None:
    (batch,) = batches_of(shards(4), salt="states")
    mark = "batch.kubernetes.io/job-completion-index"

    async def seen() -> tuple[Any, ...]:
        await place.submitted(batch)
        first = await place.dispatcher.poll(batch)
        waiting = asyncio.create_task(place.dispatcher.poll(batch, first.version))
        await asyncio.sleep(0)
        pods = [("1", 42, "no such commit"), ("2", 1, "the disk is full")]
        for index, code, words in pods:
            state = {"terminated": {"exitCode": code, "message": words}}
            place.store.create(
                {
                    "apiVersion": "v1", "kind": "Pod",
                    "metadata": {"name": f"{batch.id}-{index}", "namespace": "audits", "annotations": {mark: index},
                                 "labels": {"batch.kubernetes.io/job-name": batch.id}},
                    "spec": {"containers": [{"name": "console-audit", "image": "x"}]},
                    "status": {"phase": "Failed", "containerStatuses": [
                        {"name": "console-audit", "image": "x", "imageID": "", "ready": False, "restartCount": 0,
                         "state": state}]},
                }
            )  # fmt: skip
        place.tell(batch, completedIndexes="0", failedIndexes="1-2", active=1)
        return first, await waiting

    first, second = runtime.run(seen(), 30)
    assert set(first.states) == {ShardState.WAITING}
    assert second.states == (ShardState.DONE, ShardState.REFUSED, ShardState.FAILED, ShardState.RUNNING)
    assert list(second.troubles.values()) == ["no such commit", "the disk is full"]
    assert not second.is_over
    over = [{"type": "Failed", "status": "True", "reason": "DeadlineExceeded", "message": "too long"}]

    async def ended() -> Any:
        place.tell(batch, conditions=over)
        return await place.dispatcher.poll(batch, second.version)

    last = runtime.run(ended(), 30)
    assert last.is_over
    assert "DeadlineExceeded" in last.why


def test_only_batches_that_have_not_ended_are_followed_by_another_console(place: Place, runtime: Runtime) -> None:
    (live,) = batches_of(shards(2), salt="live")
    (over,) = batches_of(shards(2), salt="over")
    (foreign,) = batches_of(shards(2), salt="foreign")

    async def found() -> tuple[AuditBatch, ...]:
        for one in (live, over, foreign):
            await place.submitted(one)
        place.tell(over, conditions=[{"type": "Complete", "status": "True"}])
        notes = {"spec": {"template": {"metadata": {"annotations": {"cell-console/shards": "of another version"}}}}}
        place.store.patch(JOBS, "audits", foreign.id, notes)
        return await place.dispatcher.batches()

    known = {one.id: one for one in runtime.run(found(), 20)}
    assert known[live.id] == live
    assert not {over.id, foreign.id} & known.keys()


def test_a_batch_that_was_taken_away_is_gone(place: Place, runtime: Runtime) -> None:
    (batch,) = batches_of(shards(1), salt="gone")
    assert runtime.run(place.dispatcher.poll(batch), 20).is_gone


def test_jobs_of_others_are_left_alone(place: Place, runtime: Runtime) -> None:
    (batch,) = batches_of(shards(1), salt="others")
    spec = {"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "a", "image": "b"}]}}}
    head = {"name": batch.id, "namespace": "audits"}

    async def tried() -> None:
        place.store.create({"apiVersion": "batch/v1", "kind": "Job", "metadata": head, "spec": spec})
        with pytest.raises(ChangeRefused, match="another Job"):
            await place.executor.preview(place.dispatcher.submission(batch))
        with pytest.raises(ChangeRefused, match="no batch of audits"):
            await place.executor.preview(EndAuditBatch("lab", "audits", batch.id))

    runtime.run(tried(), 20)
    assert batch.id in place.jobs()


@pytest.mark.parametrize("wrong", [{"name": "Audit Batch"}, {"image": "a b"}, {"count": 0}, {"parallel": 0}])
def test_a_batch_that_cannot_be_is_refused_where_it_is_made(wrong: dict[str, Any]) -> None:
    usual: dict[str, Any] = {"name": "audit-1", "image": "a", "secret": "s", "results": "", "pack": "", "count": 1}
    with pytest.raises(UserError):
        StartAuditBatch("lab", "audits", **(usual | wrong))
