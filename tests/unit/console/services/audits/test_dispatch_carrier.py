"""Tasks at a place beyond this machine: in one batch, followed, fetched, cancelled, counted once. Proves G1.5."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from console.domain.audit.audit_batch import AuditBatch, AuditShard, BatchStand, ShardState, batches_of
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import OPEN_SOURCE
from console.domain.audit.audit_task import AuditTask
from console.kernel.errors import ChangeRefused, ConnectorError
from console.services.audits.audit_worker import TaskEnd, audited
from console.services.audits.dispatch_carrier import DispatchCarrier, Handover
from console.store.audits.order_shelf import OrderShelf
from console.store.audits.result_store import ResultStore
from tests.fakes.change_engine import Engine, engine, make_engine  # noqa: F401 - fixtures
from tests.fakes.planted_repository import PlantedRepository
from tests.fakes.played_audit_place import PlayedPlace, all_in


class Bench:
    """A carrier over a place, with a real change engine; tasks and their real results."""

    def __init__(self, made: Engine, folder: Path, content: bytes, tasks: list[AuditTask]) -> None:
        self.engine, self.place = made, PlayedPlace(made)
        self.store, self.cache = ResultStore(folder / "results"), folder / "cache"
        self.tasks, self.content = tasks, content
        self.stays = False

    def run(self, work: Callable[[DispatchCarrier], Any]) -> Any:
        """Run a coroutine function with a carrier."""

        async def through() -> Any:
            parts = Handover(
                self.engine.runtime, self.engine.clock, self.store, self.place, self.engine.service,
                lambda _: ("oauth2", "gitlab"), self.cache,
            )  # fmt: skip
            async with DispatchCarrier(parts, 2, lambda: self.stays) as carrier:
                return await work(carrier)

        return self.engine.runtime.run(through(), 60)

    def carry(self) -> list[TaskEnd | BaseException]:
        """Carry all tasks."""

        async def all_of(carrier: DispatchCarrier) -> Any:
            waiting = [asyncio.ensure_future(carrier.carry(one, 1.0)) for one in self.tasks]
            await asyncio.sleep(0)
            carrier.expect((), is_all=True)
            return await asyncio.gather(*waiting, return_exceptions=True)

        return list(self.run(all_of))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[AuditTask], bytes]:
    repository = PlantedRepository(tmp_path_factory.mktemp("carrier") / "shop")
    commit = repository.commit({"shop/a.py": "def total(:\n    pass\n"})
    clone = str(repository.folder / ".git")
    tasks = [
        AuditTask(f"{n:020x}", f"shop-{n}", "https://git.example/shop", clone, commit, (AuditName.GIT,), OPEN_SOURCE)
        for n in range(3)
    ]
    return tasks, audited(tasks[0], tmp_path_factory.mktemp("cache"), 1_790_000_000.0)


@pytest.fixture
def bench(
    engine: Engine,  # noqa: F811
    made: tuple[list[AuditTask], bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Bench]:
    monkeypatch.setattr("console.services.audits.batch_follower._LOOK_S", 0.0)
    monkeypatch.setattr("console.services.audits.dispatch_carrier._QUIET_S", 0.01)
    return Bench(engine, tmp_path, made[1], made[0])  # type: ignore[return-value]


def test_all_tasks_of_an_order_become_one_batch_that_no_secret_is_in(bench: Bench) -> None:
    bench.place.told = lambda batch, _: all_in(batch, ShardState.DONE)
    bench.place.results = dict.fromkeys((one.id for one in bench.tasks), bench.content)
    ends = bench.carry()
    assert all(isinstance(one, TaskEnd) and not one.refused for one in ends), ends
    assert len(bench.engine.target.writes()) == 1
    (batch,) = bench.place.known.values()
    assert {one.task.clone for one in batch.shards} == {""}
    assert all(bench.store.get(one.id) == bench.content for one in bench.tasks)


def test_what_fails_there_says_why_and_leaves_the_others_standing(bench: Bench) -> None:
    states = (ShardState.DONE, ShardState.REFUSED, ShardState.FAILED)
    bench.place.told = lambda batch, _: BatchStand(states, {batch.tasks[1]: "no such commit"})
    bench.place.results = dict.fromkeys((one.id for one in bench.tasks), bench.content)
    good, refused, failed = sorted(bench.carry(), key=lambda one: one.refused)  # type: ignore[union-attr]
    assert isinstance(good, TaskEnd)
    assert good.refused == ""
    assert "no reason was told" in failed.refused or "no reason was told" in refused.refused  # type: ignore[union-attr]
    assert sum("no such commit" in one.refused for one in (refused, failed)) == 1  # type: ignore[union-attr]


def test_a_result_that_is_cut_off_or_of_another_task_is_an_error(bench: Bench) -> None:
    bench.place.told = lambda batch, _: all_in(batch, ShardState.DONE)
    one, two, three = bench.tasks
    bench.place.results = {one.id: bench.content[:-100], two.id: b"[]", three.id: bench.content}
    first, second, third = bench.carry()
    assert isinstance(first, ConnectorError)
    assert isinstance(second, ConnectorError)
    assert isinstance(third, TaskEnd)
    assert not bench.store.holds(one.id)


def test_a_result_that_never_comes_is_an_error(bench: Bench) -> None:
    bench.place.told = lambda batch, _: all_in(batch, ShardState.DONE)
    ends = bench.carry()
    assert all(isinstance(one, ConnectorError) and "never came" in str(one) for one in ends), ends


def test_a_place_that_is_away_for_a_moment_loses_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.kernel.backoff.Backoff.next_s", lambda _: 0.0)
    bench.place.faults = 3
    bench.place.told = lambda batch, _: all_in(batch, ShardState.DONE)
    bench.place.results = dict.fromkeys((one.id for one in bench.tasks), bench.content)
    assert all(isinstance(one, TaskEnd) for one in bench.carry())


def test_what_the_place_is_at_work_on_is_followed_and_not_begun_anew(bench: Bench) -> None:
    (batch,) = batches_of([AuditShard(replace(one, clone=""), 0.5) for one in bench.tasks], salt="of another console")
    bench.place.known[batch.id] = batch
    bench.engine.target.put(batch.id, 1)
    bench.place.told = lambda known, _: all_in(known, ShardState.DONE)
    bench.place.results = dict.fromkeys((one.id for one in bench.tasks), bench.content)
    assert all(isinstance(one, TaskEnd) for one in bench.carry())
    assert bench.place.there() == [batch.id]
    assert len(bench.engine.target.writes()) == 1


def test_a_batch_that_is_taken_away_ends_its_tasks(bench: Bench) -> None:
    def told(batch: AuditBatch, polls: int) -> BatchStand:
        if polls == 3:
            bench.engine.target.put(batch.id, 0)
        return all_in(batch, ShardState.RUNNING)

    bench.place.told = told
    assert all("taken away" in one.refused for one in bench.carry())  # type: ignore[union-attr]


@pytest.mark.parametrize("stays", [False, True])
def test_cancelling_takes_the_batch_away_but_the_end_of_the_console_does_not(bench: Bench, stays: bool) -> None:
    bench.stays = stays

    async def cancelled(carrier: DispatchCarrier) -> None:
        waiting = [asyncio.ensure_future(carrier.carry(one, 1.0)) for one in bench.tasks]
        await asyncio.sleep(0)
        carrier.expect((), is_all=True)
        await bench.place.looked_at.wait()
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    bench.run(cancelled)
    assert bool(bench.place.there()) == stays


def test_a_locked_connection_is_handed_nothing(bench: Bench) -> None:
    bench.engine.runtime.run(bench.engine.access.lock("asia"), 10)
    with pytest.raises(ChangeRefused):
        bench.engine.access.require_unlocked("asia")
    ends = bench.carry()
    assert all(isinstance(one, TaskEnd) and "locked" in one.refused for one in ends), ends
    assert bench.engine.target.writes() == []


def test_a_batch_that_is_refused_leaves_the_tasks_of_the_one_before_running(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.domain.audit.audit_batch.MOST_SHARDS", 2)
    submission = bench.place.submission

    def refused(batch: AuditBatch) -> Any:
        if len(batch.shards) == 1:
            raise ChangeRefused("429 Too Many Requests")
        return submission(batch)

    monkeypatch.setattr(bench.place, "submission", refused)
    bench.place.told = lambda batch, _: all_in(batch, ShardState.DONE)
    bench.place.results = dict.fromkeys((one.id for one in bench.tasks), bench.content)
    ends = bench.carry()
    assert sorted(one.refused for one in ends) == ["", "", "429 Too Many Requests"]  # type: ignore[union-attr]
    assert len(bench.place.there()) == 1, "what runs is not cancelled"


def test_orders_of_a_console_that_is_gone_are_found_once_and_those_of_a_living_one_never(tmp_path: Path) -> None:
    shelf = OrderShelf(tmp_path / "beyond")
    with shelf.keeping("cluster", b"of a living one", lambda: False):
        assert shelf.left("cluster") == ()
    assert shelf.left("cluster") == ()
    with shelf.keeping("cluster", b"left", lambda: True):
        pass
    assert shelf.left("ci") == ()
    assert shelf.left("cluster") == (b"left",)
    assert shelf.left("cluster") == ()
    assert list((tmp_path / "beyond").iterdir()) == []


def test_orders_of_a_place_are_not_those_of_one_whose_name_begins_so(tmp_path: Path) -> None:
    shelf = OrderShelf(tmp_path / "beyond")
    with shelf.keeping("service-eu", b"of europe", lambda: True):
        pass
    assert shelf.left("service") == ()
    assert shelf.left("service-eu") == (b"of europe",)
