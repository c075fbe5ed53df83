"""A place beyond this machine finds what this machine finds, also when the console is started again. Proves G1.5."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from console.domain.audit.audit_batch import AuditBatch, BatchStand, ShardState
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_result import AuditStatus
from console.domain.audit.fleet_progress import FleetProgress
from console.ports.audit_dispatcher import AuditDispatcher
from console.services.audits.audit_fleet import AuditFleet
from console.services.audits.audit_line import AuditWatch
from console.services.audits.audit_order import AuditOrder
from console.services.audits.audit_outcome import AuditOutcome
from console.services.audits.audit_places import AuditPlaces
from console.services.audits.dispatched_line import DispatchedLine, LineParts
from console.services.audits.left_audits import take_up_left
from console.services.audits.shard_run import run_shard
from console.store.audits.order_shelf import OrderShelf
from tests.fakes.change_engine import Engine, engine, make_engine  # noqa: F401 - fixtures
from tests.fakes.kube_setup import FilesOnly
from tests.fakes.planted_repository import PlantedRepository
from tests.fakes.played_audit_place import PlayedPlace, all_in
from tests.fakes.waiting import wait_until


class Working(PlayedPlace):
    """A place whose worker is the real one; it begins when it may."""

    def __init__(self, made: Engine, folder: Path) -> None:
        super().__init__(made)
        self._folder, self.may_work = folder, True

    async def poll(self, batch: AuditBatch, known: str = "") -> BatchStand:
        stand = await super().poll(batch, known)
        if stand.is_gone or not self.may_work:
            return stand
        for one in batch.shards:
            if one.task.id not in self.results:
                run = self._engine.runtime.in_thread(run_shard, one, self._folder, FilesOnly())
                self.results[one.task.id] = await run
        return all_in(batch, ShardState.DONE)


@dataclass
class Site:
    """Consoles that share one profile, and the place that they hand audits to."""

    engine: Engine
    place: Working
    places: AuditPlaces
    orders: list[AuditOrder]

    def line(self) -> DispatchedLine:
        """Return the place as a new console sees it."""
        parts = LineParts(
            self.engine.runtime, self.engine.clock, self.places, lambda: None, lambda: self.engine.service,
            self._offered, lambda _: "", OrderShelf(self.places.beyond),
        )  # fmt: skip
        return DispatchedLine("cluster", "Cluster", "asia", parts, 2)

    def _offered(self, key: str, _port: type[AuditDispatcher]) -> AuditDispatcher | None:
        return self.place if key == "asia" else None

    def run(self, line: DispatchedLine) -> tuple[AuditOutcome, ...]:
        """Carry the orders out there."""
        seen: list[FleetProgress] = []
        watch = AuditWatch(lambda _: None, seen.append, lambda _: None)
        found = self.engine.runtime.run(line.run(self.orders, watch), 90)
        assert seen[-1].share == 1.0
        return found


@pytest.fixture
def site(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:  # noqa: F811
    monkeypatch.setattr("console.services.audits.batch_follower._LOOK_S", 0.0)
    orders = []
    for name, text in (("good", "VALUE = 1\n"), ("bad", "def total(:\n    pass\n")):
        repository = PlantedRepository(tmp_path / name)
        repository.commit({"shop/a.py": text})
        orders.append(AuditOrder(name, str(repository.folder), audits=(AuditName.GIT,)))
    places = AuditPlaces(tmp_path / "cache", tmp_path / "data" / "results", tmp_path / "data" / "book")
    return Site(engine, Working(engine, tmp_path / "worker"), places, orders)


def _found(outcomes: tuple[AuditOutcome, ...]) -> dict[str, list[tuple[str, str]]]:
    return {
        one.order.project: sorted((two.rule, two.fingerprint) for res in one.report.results for two in res.findings)
        for one in outcomes
    }


def test_the_place_finds_what_this_machine_finds(site: Site, tmp_path: Path) -> None:
    there = site.run(site.line())
    local = AuditPlaces(tmp_path / "cache", tmp_path / "local" / "results", tmp_path / "local" / "book")
    fleet = AuditFleet(site.engine.runtime, site.engine.clock, local)
    here = site.engine.runtime.run(fleet.run(site.orders), 90)
    assert _found(there) == _found(here)
    assert [one.tasks for one in there] == [one.tasks for one in here]
    assert all(res.status is not AuditStatus.NOT_RUN for one in there for res in one.report.results)
    assert len(site.engine.target.writes()) == 1
    site.run(site.line())  # known by now: nothing is handed over
    assert len(site.engine.target.writes()) == 1


def test_a_console_that_is_started_again_follows_what_it_had_handed_over(site: Site) -> None:
    site.place.may_work = False
    first = site.line()
    watch = AuditWatch(lambda _: None, lambda _: None, lambda _: None)
    future = site.engine.runtime.submit(first.run(site.orders, watch))
    wait_until(lambda: site.place.polls > 1, 30, "a batch at work")
    first.close()
    future.cancel()
    second = site.line()
    wait_until(second.left, 30, "what is left")
    assert len(site.place.there()) == 1, "the end of the console is not the end of the batch"
    site.place.may_work = True
    outcomes = site.run(second)
    assert all(one.error is None and not one.troubles for one in outcomes)
    assert len(site.engine.target.writes()) == 1


def test_what_cannot_be_handed_over_reads_as_not_run(site: Site) -> None:
    site.engine.runtime.run(site.engine.access.lock("asia"), 10)
    line = site.line()
    assert "locked" in line.why_not()
    outcomes = site.run(line)
    assert {res.status for one in outcomes for res in one.report.results} == {AuditStatus.NOT_RUN}
    assert all("locked" in " ".join(one.troubles) for one in outcomes)


def test_a_place_that_is_not_there_is_told(site: Site) -> None:
    site.place, gone = None, site.line()  # type: ignore[assignment]
    assert "asia" in gone.why_not()


def test_cancelling_takes_the_batch_away_and_leaves_nothing_for_the_next_start(site: Site) -> None:
    site.place.may_work = False
    line = site.line()
    watch = AuditWatch(lambda _: None, lambda _: None, lambda _: None)

    async def cancelled() -> None:
        work = asyncio.create_task(line.run(site.orders, watch))
        await site.place.looked_at.wait()
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)

    site.engine.runtime.run(cancelled(), 60)
    assert site.place.there() == []
    assert line.left() == ()


class Asked:
    """What of the desk is asked when a console begins."""

    def __init__(self, line: DispatchedLine) -> None:
        self.lines = {"local": object(), line.key: line}
        self.asked: list[tuple[tuple[AuditOrder, ...], str]] = []

    def trigger(self, orders: tuple[AuditOrder, ...], place: str) -> None:
        self.asked.append((orders, place))


def test_what_was_cut_off_is_asked_for_at_the_next_start_when_the_place_can_be_used(site: Site) -> None:
    shelf = OrderShelf(site.places.beyond)
    with shelf.keeping("cluster", msgspec.json.encode(site.orders), lambda: True):
        pass
    desk = Asked(site.line())
    site.engine.runtime.run(site.engine.access.lock("asia"), 10)
    take_up_left(desk)  # type: ignore[arg-type]
    assert desk.asked == []  # kept: somebody may unlock it
    site.engine.unlock()
    take_up_left(desk)  # type: ignore[arg-type]
    assert desk.asked == [(tuple(site.orders), "cluster")]
    take_up_left(desk)  # type: ignore[arg-type]
    assert len(desk.asked) == 1
