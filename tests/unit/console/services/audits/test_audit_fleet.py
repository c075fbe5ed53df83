"""Audits of several repositories on worker processes: whole, fair, crash-safe, cancelled at once. Proves G1.4, G1.5."""

import asyncio
import gzip
import logging
import os
from collections.abc import Callable, Collection
from pathlib import Path

import psutil
import pytest

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_result import AuditStatus
from console.domain.audit.audit_task import AuditTask
from console.domain.audit.fleet_progress import FleetProgress
from console.kernel.clock import SystemClock
from console.kernel.errors import ConnectorError, UserError
from console.kernel.runtime import Runtime
from console.services.audits.audit_fleet import AuditFleet
from console.services.audits.audit_order import AuditOrder
from console.services.audits.audit_outcome import AuditOutcome
from console.services.audits.audit_places import AuditPlaces
from console.services.audits.audit_worker import TaskEnd, audited
from console.services.audits.kept_report import kept_report
from console.services.audits.work_folder import sweep_work, work_folder
from console.store.audits.audit_book import AuditBook
from console.store.audits.result_store import ResultStore
from tests.fakes.planted_repository import PlantedRepository
from tests.fakes.waiting import wait_until

AUDITS = (AuditName.STRICT,)


@pytest.fixture(scope="module")
def repositories(tmp_path_factory: pytest.TempPathFactory) -> list[PlantedRepository]:
    made = []
    for name in ("good", "bad"):
        one = PlantedRepository(tmp_path_factory.mktemp("fleet") / name)
        one.commit({"shop/a.py": "VALUE = 1\n" if name == "good" else "def total(:\n    pass\n"})
        made.append(one)
    return made


def _orders(repositories: list[PlantedRepository]) -> list[AuditOrder]:
    return [AuditOrder(one.folder.name, str(one.folder), audits=AUDITS) for one in repositories]


def _run(
    runtime: Runtime,
    places: AuditPlaces,
    orders: list[AuditOrder],
    progress: Callable[[FleetProgress], None] = lambda _: None,
) -> tuple[AuditOutcome, ...]:
    return runtime.run(AuditFleet(runtime, SystemClock(), places, progress=progress).run(orders))


def _workers() -> list[psutil.Process]:
    return [one for one in psutil.Process(os.getpid()).children(recursive=True) if _is_worker(one)]


def _is_worker(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE and "console.kernel.worker" in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


def _status(outcome: AuditOutcome) -> AuditStatus:
    (result,) = outcome.report.results
    return result.status


def test_every_order_is_answered_in_its_order_and_a_second_run_starts_no_worker(
    runtime: Runtime, places: AuditPlaces, repositories: list[PlantedRepository]
) -> None:
    seen: list[FleetProgress] = []
    good, bad = _run(runtime, places, _orders(repositories), seen.append)
    assert _status(good) is AuditStatus.PASSED
    assert _status(bad) is AuditStatus.FAILED
    assert [one.rule for one in bad.report.results[0].findings] == ["STR01"]
    assert [one.share for one in seen] == sorted(one.share for one in seen)
    assert seen[-1].share == 1.0
    assert list((places.cache / "work").glob("task-*")) == []

    others, before = Runtime(), {one.pid for one in _workers()}
    try:
        again = _run(others, places, _orders(repositories))
        assert {one.pid for one in _workers()} <= before
    finally:
        others.close()
    assert [one.report.results for one in again] == [good.report.results, bad.report.results]

    records = list(AuditBook(places.book).newest())
    assert [(one.project, one.findings) for one in records] == [("bad", 1), ("good", 0)]
    assert kept_report(places, records[0]).results == bad.report.results


def test_the_same_repository_twice_is_done_once_and_counted_for_both(
    runtime: Runtime, places: AuditPlaces, repositories: list[PlantedRepository]
) -> None:
    (order, *_) = _orders(repositories)
    twin = AuditOrder("twin", order.source, audits=AUDITS)
    first, second = _run(runtime, places, [order, twin])
    assert first.tasks == second.tasks
    assert first.report.results == second.report.results
    assert len(list(places.results.rglob("*.gz"))) == 1


def test_a_worker_killed_in_the_middle_is_replaced_and_nothing_is_counted_twice(
    runtime: Runtime, places: AuditPlaces, repositories: list[PlantedRepository], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    running = runtime.submit(AuditFleet(runtime, SystemClock(), places).run(_orders(repositories[1:])))
    wait_until(_workers, what="a worker")
    for one in _workers():
        one.kill()
    (outcome,) = running.result(120)
    assert _status(outcome) is AuditStatus.FAILED
    assert [one.rule for one in outcome.report.results[0].findings] == ["STR01"]
    assert outcome.troubles == ()
    assert len(list(places.results.rglob("*.gz"))) == 1
    assert any("ended in the middle" in one.message for one in caplog.records)


class _NotingCarrier:
    """Notes what is expected and neither carried nor forgotten; its tasks wait until they ``may_end``."""

    at_once = width = 1

    def __init__(self, places: AuditPlaces) -> None:
        self._places, self.expected = places, set[str]()
        self.may_end = asyncio.Event()

    def expect(self, tasks: Collection[AuditTask], *, is_all: bool) -> None:
        """Note them."""
        self.expected |= {one.id for one in tasks}

    def forget(self, tasks: Collection[str]) -> None:
        """Expect them no more."""
        self.expected -= set(tasks)

    async def carry(self, task: AuditTask, now_s: float) -> TaskEnd:
        """Do it here."""
        await self.may_end.wait()
        self.expected.remove(task.id)
        ResultStore(self._places.results).put(task.id, audited(task, self._places.cache, now_s))
        return TaskEnd(took_s=1.0)


def test_who_carries_tasks_out_forgets_those_that_are_known_or_that_nobody_waits_for(
    runtime: Runtime, places: AuditPlaces, repositories: list[PlantedRepository]
) -> None:
    carrier = _NotingCarrier(places)
    orders = [AuditOrder(one.folder.name, str(one.folder), audits=(AuditName.SAGES,)) for one in repositories]

    def fleet() -> AuditFleet:
        return AuditFleet(runtime, SystemClock(), places, carrier=carrier)

    running = runtime.submit(fleet().run(orders))
    wait_until(lambda: len(carrier.expected) == 2, what="two tasks")
    running.cancel()
    wait_until(lambda: not carrier.expected, what="a run that has ended")
    carrier.may_end.set()
    runtime.run(fleet().run(orders))
    assert carrier.expected == set()
    noted: list[int] = []
    known = AuditFleet(
        runtime, SystemClock(), places, carrier=carrier, told=lambda _: noted.append(len(carrier.expected))
    )
    runtime.run(known.run(orders[:1]))
    assert noted == [0], "its result was known"


def test_cancelling_ends_the_workers_and_the_next_run_sweeps_up(
    runtime: Runtime, places: AuditPlaces, repositories: list[PlantedRepository]
) -> None:
    running = runtime.submit(AuditFleet(runtime, SystemClock(), places).run(_orders(repositories)))
    wait_until(lambda: list((places.cache / "work").glob("task-*/lease")), what="a task at work")
    running.cancel()
    wait_until(lambda: not _workers(), what="no worker")
    good, bad = _run(runtime, places, _orders(repositories))
    assert (_status(good), _status(bad)) == (AuditStatus.PASSED, AuditStatus.FAILED)
    assert list((places.cache / "work").glob("task-*")) == []


def test_what_cannot_be_audited_is_not_run_and_the_others_go_on(
    runtime: Runtime, places: AuditPlaces, repositories: list[PlantedRepository], tmp_path: Path
) -> None:
    orders = [
        AuditOrder("gone", str(tmp_path / "gone"), audits=AUDITS),
        AuditOrder("broken", (tmp_path / "broken.git").as_uri(), audits=AUDITS),
        *_orders(repositories[:1]),
    ]
    gone, broken, good = _run(runtime, places, orders)
    assert (_status(gone), _status(broken), _status(good)) == (
        AuditStatus.NOT_RUN, AuditStatus.NOT_RUN, AuditStatus.PASSED,
    )  # fmt: skip
    assert isinstance(gone.error, UserError)
    assert isinstance(broken.error, ConnectorError)
    assert gone.report.health.score is None
    kept = AuditBook(places.book).newest()
    assert [(one.project, bool(one.trouble)) for one in kept] == [("broken", True), ("gone", True), ("good", False)]


def test_a_damaged_result_is_made_anew(
    runtime: Runtime, places: AuditPlaces, repositories: list[PlantedRepository]
) -> None:
    orders = _orders(repositories[1:])
    (first,) = _run(runtime, places, orders)
    (file,) = places.results.rglob("*.gz")
    file.write_bytes(file.read_bytes()[:40])
    (second,) = _run(runtime, places, orders)
    assert second.report.results[0].findings == first.report.results[0].findings
    file.write_bytes(gzip.compress(b'{"version": "2.1.0", "runs": []}'))
    (third,) = _run(runtime, places, orders)
    assert third.report.results[0].findings == first.report.results[0].findings


def test_a_leased_folder_stays_and_an_abandoned_one_goes(tmp_path: Path) -> None:
    with work_folder(tmp_path) as folder:
        assert sweep_work(tmp_path) == 0
        assert folder.is_dir()
    (tmp_path / "task-left" / "tree").mkdir(parents=True)
    assert sweep_work(tmp_path) == 1
    assert not (tmp_path / "task-left").exists()


def test_a_folder_that_its_worker_takes_away_meanwhile_ends_no_sweep(tmp_path: Path) -> None:
    (tmp_path / "task-away").symlink_to(tmp_path / "nowhere")
    (tmp_path / "task-left" / "tree").mkdir(parents=True)
    assert sweep_work(tmp_path) == 1


def test_nothing_to_do_ends_at_once(runtime: Runtime, places: AuditPlaces) -> None:
    assert _run(runtime, places, []) == ()
    assert not asyncio.all_tasks(runtime.loop)
