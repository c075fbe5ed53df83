"""The connector of audit services against the lab's: contract, live updates, real audits. Proves G1.12."""

import asyncio
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from console.audits.sarif_reading import read_report
from console.domain.audit.audit_batch import AuditBatch, AuditShard, ShardState, batches_of
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import OPEN_SOURCE
from console.domain.audit.audit_task import AuditTask, task_id
from console.domain.event import ConnectionChanged, ObjectsListed
from console.domain.service_task import ServiceTask
from console.estate.schema.connection import BearerAuth
from console.kernel.errors import ConnectorError, ErrorKind
from console.ports.audit_dispatcher import AuditDispatcher
from console.ports.change_executor import ChangeExecutor
from tests.fakes.contract_transport import Contract, watch_all
from tests.fakes.dispatched_batch import hand_over, wait_over
from tests.fakes.lab_forge import MONDAY_S, LabForge, lab_forge
from tests.fakes.planted_repository import PlantedRepository
from tests.fakes.waiting import wait_until

OWN = Path(__file__).resolve().parents[1] / "data" / "contracts" / "audit-service.json"
WAIT_S = 60.0


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> PlantedRepository:
    made = PlantedRepository(tmp_path_factory.mktemp("served") / "shop")
    made.commit({"README.md": "# Shop\n", "src/shop.py": "x = eval(input())\n"})
    return made


@pytest.fixture
def service(tmp_path: Path) -> Iterator[LabForge]:
    with lab_forge(tmp_path, "audit_service") as found:
        yield found


def batch_of(repository: PlantedRepository, *audits: AuditName, commit: str = "") -> AuditBatch:
    """One task over the repository's newest commit."""
    source, sha = repository.folder.as_uri(), commit or repository.git("rev-parse", "HEAD")
    chosen = audits or (AuditName.STRICT,)
    name = task_id(source, sha, chosen, "test", now_s=MONDAY_S)
    (batch,) = batches_of([AuditShard(AuditTask(name, "shop", source, "", sha, chosen, OPEN_SOURCE), MONDAY_S)])
    return batch


def test_a_batch_is_audited_for_real_within_the_contract(
    service: LabForge, repository: PlantedRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = Contract(OWN)
    violations = watch_all(monkeypatch, contract)
    run, batch = service.runtime.run, batch_of(repository)
    assert "2 workers" in run(service.connect().check(), 20)
    dispatcher, executor = hand_over(service, batch)
    stand = wait_over(service, dispatcher, batch)
    assert stand.states == (ShardState.DONE,), stand
    content = run(dispatcher.fetch(batch, batch.tasks[0]), 20)
    assert content is not None
    (result,) = read_report(content, OPEN_SOURCE).results
    assert "STR03" in {one.rule for one in result.findings}
    again = run(executor.preview(dispatcher.submission(batch)), 20)
    assert again.satisfied, "what the service knows is not handed over again"
    assert run(executor.verify(dispatcher.cancellation(batch)), 20).truth == "reached"
    assert run(dispatcher.fetch(batch, "0" * 20), 20) is None
    assert violations == []
    assert contract.seen >= {
        "GET /health", "POST /projects", "POST /audit/trigger/{id}", "GET /audit/tasks", "GET /audit/results/{id}",
    }  # fmt: skip


def test_what_will_never_work_is_refused_and_not_tried_again(
    service: LabForge, repository: PlantedRepository
) -> None:  # fmt: skip
    batch = batch_of(repository, commit="f" * 40)
    dispatcher, _ = hand_over(service, batch)
    stand = wait_over(service, dispatcher, batch)
    assert stand.states == (ShardState.REFUSED,)
    assert "no branch, tag or commit" in stand.troubles[batch.tasks[0]]


def test_a_killed_runner_is_tried_again_under_the_same_id(service: LabForge, repository: PlantedRepository) -> None:
    batch = batch_of(repository, AuditName.TDD)
    processes: Any = service.server._workers._processes  # type: ignore[attr-defined]

    dispatcher, _ = hand_over(service, batch)
    wait_until(lambda: processes.end(batch.tasks[0]), WAIT_S, "a runner at work")
    stand = wait_over(service, dispatcher, batch)
    assert stand.states == (ShardState.DONE,)
    (task,) = service.server._book  # type: ignore[attr-defined]
    assert task.lease.tries == 2


def test_cancelling_ends_what_runs(service: LabForge, repository: PlantedRepository) -> None:
    batch = batch_of(repository, AuditName.SAGES)
    processes: Any = service.server._workers._processes  # type: ignore[attr-defined]
    dispatcher, executor = hand_over(service, batch)
    wait_until(lambda: processes.running, WAIT_S, "a runner at work")
    run = service.runtime.run
    ending = dispatcher.cancellation(batch)
    preview = run(executor.preview(ending), 20)
    run(executor.apply(ending, preview.base), 20)
    stand = wait_over(service, dispatcher, batch)
    assert stand.states == (ShardState.REFUSED,)
    wait_until(lambda: not processes.running, WAIT_S, "the end of the runner")
    assert run(executor.verify(ending), 20).truth == "reached"
    assert run(dispatcher.poll(unknown(batch)), 20).is_gone


def unknown(batch: AuditBatch) -> AuditBatch:
    """A batch that nobody has handed over."""
    (shard,) = batch.shards
    return replace(batch, id="audit-none", shards=(replace(shard, task=replace(shard.task, id="0" * 20)),))


def test_rows_are_live_and_come_back_after_the_service_was_away(
    service: LabForge, repository: PlantedRepository
) -> None:  # fmt: skip
    batch = batch_of(repository)
    connector = service.connect(poll_s=1.0)
    (source,) = connector.sources()
    seen: list[tuple[str, ...]] = []
    states: list[str] = []

    async def watch() -> None:
        async with asyncio.timeout(WAIT_S), aclosing(source.observe()) as events:
            async for event in events:
                if isinstance(event, ConnectionChanged):
                    states.append(event.status.state.value)
                    if states[-1] == "failed":
                        await service.server.start()
                if isinstance(event, ObjectsListed):
                    rows = [one for one in event.rows if isinstance(one, ServiceTask)]
                    seen.append(tuple(one.state for one in rows))
                    if "done" in seen[-1] and "failed" not in states:
                        await service.server._hub.close()  # type: ignore[attr-defined]
                        await service.server._site.stop()  # type: ignore[attr-defined]
                    elif "done" in seen[-1]:
                        return

    dispatcher = connector.offers(AuditDispatcher)
    executor = connector.offers(ChangeExecutor)
    operation = dispatcher.submission(batch)

    async def both() -> None:
        watching = asyncio.ensure_future(watch())
        preview = await executor.preview(operation)
        await executor.apply(operation, preview.base)
        await watching

    service.runtime.run(both(), WAIT_S)
    assert {"live", "failed"} <= set(states)
    assert ("done",) in seen
    assert seen[0] in {(), ("waiting",), ("running",)}


def test_strangers_and_nonsense_are_refused(service: LabForge, repository: PlantedRepository) -> None:
    run = service.runtime.run
    wrong = service.secret_file("wrong", "not it")
    stranger = service.connect(auth=BearerAuth(token=wrong))
    with pytest.raises(ConnectorError) as caught:
        run(stranger.check(), 20)
    assert caught.value.kind is ErrorKind.AUTH
    with pytest.raises(ConnectorError) as refused:
        run(anext(stranger.sources()[0]._stream.updates()), 20)
    assert refused.value.kind is ErrorKind.AUTH
    api = service.connect().offers(AuditDispatcher)._api  # type: ignore[union-attr]
    project = run(api.register("other", "https://example.org/other.git"), 20)
    (shard,) = batch_of(repository).shards
    for wrong_shard in (shard, replace(shard, task=replace(shard.task, id="../../etc", source=project.url))):
        with pytest.raises(ConnectorError, match="shard"):
            run(api.trigger(project.id, wrong_shard), 20)
    with pytest.raises(ConnectorError, match="no such project"):
        run(api.trigger("none", shard), 20)
