"""The Pipeline page: stages with state, owner and evidence, maturity, playbooks (proves L7.1, L7.3, L1.6)."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView

from console.domain.capacity.load_test import LimitCheck, LoadTest
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsListed
from console.domain.forge.pipeline_run import PipelineRun, RunState
from console.domain.maturity.week_record import WeekRecord
from console.domain.resource import ResourceRef
from console.domain.rollouts.rollout_run import RolloutRun, RunMoment
from console.services.load_tests.load_test_shelf import LoadTestShelf
from console.services.maturity_book import MaturityBook
from console.services.rollouts.rollout_book import RolloutBook
from console.store.journal.file_journal import FileJournal
from console.store.store import Store
from tests.fakes import capacity_estate as world
from tests.fakes.played_connector import PlayedConnector
from tests.fakes.reading import by_name, lines_of, sees
from tests.fakes.rollout_plans import route_plan
from tests.gui.conftest import Stage
from views.page import Destination
from views.pipeline.pipeline_work import PipelineWork, Shelves
from views.pipeline.stage_card import StageCard

TITLES = ("Plan", "Build", "Execute", "Validate", "Operate", "Retrospective")


@pytest.fixture
def unread(make_stage: Callable[..., Stage]) -> Stage:
    """The first window on an estate of which nothing was read."""
    one = make_stage(metrics=PlayedConnector("metrics", "prometheus"), asia=PlayedConnector("asia", "kubernetes"))
    one.clock.set_wall_clock(world.NOW)
    one.session.open_estate(world.estate(), Path("/estates/shop.yaml"))
    one.show()
    one.session.wait_connected()
    return one


@pytest.fixture
def stage(unread: Stage) -> Stage:
    """The page in the first window; capacity and demand are read."""
    return read_all(unread)


def read_all(one: Stage) -> Stage:
    """Go to the page and read what it shows."""
    one.window.show_page(Destination("pipeline"))
    for key in world.SERVERS:
        status = ConnectionStatus(key, "x", ConnectionState.LIVE, world.NOW_S, last_ok_at_s=world.NOW_S)
        one.play(ConnectionChanged(status))
    for (key, topic), rows in world.tables().items():
        one.play(ObjectsListed(key, topic, rows, world.NOW_S))
    return one


def table(stage: Stage, name: str) -> list[list[str]]:
    """The lines of a visible table."""
    return lines_of(by_name(stage.window, name, QAbstractItemView))


def press(stage: Stage, key: str) -> None:
    by_name(stage.window, "Evidence of the stages", QAbstractItemView).setFocus()
    QTest.keyClick(stage.window.focusWidget(), key)  # type: ignore[call-overload]
    stage.play()


def test_the_six_stages_stand_in_their_order_with_state_and_owner(stage: Stage) -> None:
    cards = stage.window.findChildren(StageCard)
    assert [one.accessibleName().partition(",")[0] for one in cards] == list(TITLES)
    assert "needs somebody now" in cards[0].accessibleName()  # tokyo has too little capacity
    assert sees(stage.window, "Owner: east")


def test_a_stage_narrows_the_evidence_and_opens_it_again(stage: Stage) -> None:
    run = PipelineRun(
        ResourceRef("forge", "PipelineRun", "shop/web", "7"), "deploy", "main", "abc", "push", RunState.FAILED,
        world.NOW_S - 60, 30.0, "",
    )  # fmt: skip
    stage.play(ObjectsListed("forge", "pipeline-runs", (run,), world.NOW_S))
    assert {line[0] for line in table(stage, "Evidence of the stages")} == set(TITLES)
    build = stage.window.findChildren(StageCard)[1]
    build.opened.emit()
    assert {line[0] for line in table(stage, "Evidence of the stages")} == {"Build"}
    assert "shop/web, main: deploy" in table(stage, "Evidence of the stages")[0]
    build.opened.emit()
    assert {line[0] for line in table(stage, "Evidence of the stages")} == set(TITLES)


def test_maturity_says_what_is_missing_and_keeps_the_week(stage: Stage) -> None:
    press(stage, "4")
    cells = table(stage, "Maturity of the cells")
    assert [line[0] for line in cells] == ["Osaka", "Tokyo"]
    criteria = table(stage, "Criteria of maturity")
    missing = [line for line in criteria if line[2] == "missing"]
    assert any("autoscaler" in line[3] for line in missing)
    assert all(line[4] for line in missing)  # what to do about it
    kept = stage.session.paths.state / "maturity" / "shop.json"
    stage.qtbot.waitUntil(kept.exists)
    assert '"2026-W47"' in kept.read_text()


def test_maturity_tells_earlier_weeks_when_nothing_can_be_read(unread: Stage) -> None:
    weeks = [WeekRecord(f"2026-W{week}", "tokyo", 2, ("seen",), world.NOW_S) for week in (45, 46)]
    write(unread.session.paths.state / "maturity" / "shop.json", weeks)
    unread.window.show_page(Destination("pipeline", tab="maturity"))
    unread.qtbot.waitUntil(lambda: "was L2 in 2026-W46" in str(table(unread, "Maturity of the cells")))


def test_the_week_is_kept_with_the_load_tests_that_prove_it(unread: Stage) -> None:
    limit = (LimitCheck("p95", True),)
    test = LoadTest("0123456789ab", "k6", "web", world.NOW_S - 60, "tokyo", "web", 4, 9, 0, 1.0, 1, 1.0, (), limit)
    LoadTestShelf(unread.session.paths, "shop").keep(test)
    read_all(unread)  # one answer after the other
    book = MaturityBook(unread.session.paths, "shop")

    def is_kept() -> bool:
        unread.play()
        return any(one.cell == "tokyo" and {"seen", "loaded"} <= {*one.met} for one in book.records())

    unread.qtbot.waitUntil(is_kept)


def test_what_was_done_is_read_though_its_own_page_was_never_opened(unread: Stage) -> None:
    session = unread.session
    journal = FileJournal(session.paths.state / "rollouts", RolloutBook.lasting)
    other = RolloutBook(session.runtime, session.clock, Store(), journal, "shop", None)
    run = RolloutRun("r1", "shop", "ann", route_plan(), world.NOW_S, (RunMoment(world.NOW_S, "begun"),))
    session.runtime.run(other.add(run))
    journal.close()
    read_all(unread)

    def is_told() -> bool:
        unread.play()
        return "Rollout web 2 over tokyo" in str(table(unread, "Evidence of the stages"))

    unread.qtbot.waitUntil(is_told)


def write(file: Path, weeks: list[WeekRecord]) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(msgspec.json.encode(weeks))


def test_playbooks_of_patterns_come_from_the_library(stage: Stage) -> None:
    press(stage, "3")
    stage.qtbot.waitUntil(lambda: len(table(stage, "Playbooks of patterns")) == 15)


def test_evidence_leads_to_its_page(stage: Stage) -> None:
    evidence = by_name(stage.window, "Evidence of the stages", QAbstractItemView)
    evidence.setCurrentIndex(evidence.model().index(0, 0))
    QTest.keyClick(evidence, "\r")  # type: ignore[call-overload]
    stage.play()
    assert sees(stage.window, "Runs out first")


def test_what_was_read_of_a_closed_estate_proves_nothing_of_the_open_one(unread: Stage) -> None:
    limit = (LimitCheck("p95", True),)
    test = LoadTest("0123456789ab", "k6", "web", world.NOW_S - 60, "tokyo", "web", 4, 9, 0, 1.0, 1, 1.0, (), limit)
    LoadTestShelf(unread.session.paths, "shop").keep(test)
    read_all(unread)
    work, session = unread.window.findChild(PipelineWork), unread.session
    assert work is not None
    read = list[Shelves]()
    work.read.connect(read.append)
    work.read_shelves()
    session.open_estate(world.estate().model_copy(update={"name": "other"}), Path("/estates/other.yaml"))

    def is_read() -> bool:
        unread.play()
        return bool(read)

    unread.qtbot.waitUntil(is_read)
    assert {one.tests for one in read} == {()}
