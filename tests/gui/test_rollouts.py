"""The Rollouts page: what waits for a person first, cells against stages, gates, commands. Proves E2.3, product P2."""

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QPlainTextEdit, QPushButton, QTabWidget

from console.domain.change_event import RolloutChanged
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsListed
from console.domain.rollouts.rollout_check import CheckTopic, CheckVerdict, RolloutCheck
from console.domain.rollouts.rollout_run import RolloutRun, RunMoment, RunState
from console.domain.rollouts.rollout_step import ended, passed, turned_back
from tests.fakes.canary_stage import rollout
from tests.fakes.reading import by_name, lines_of, sees
from tests.fakes.rollout_plans import route_plan
from tests.gui.conftest import Stage
from views.page import Destination
from views.rollouts.plan_opening import PlanOpening
from views.rollouts.release_panel import ReleasePanel


def run_of(stage: Stage, name: str = "web 2", at: int = 1, **more: object) -> RolloutRun:
    """A run that stands at a task of its plan since a minute."""
    now_s = stage.clock.now().timestamp()
    plan = replace(route_plan(3600.0), name=name)
    run = RolloutRun(f"rollout-{name}", "shop", "ann", plan, now_s - 60, (RunMoment(now_s - 90, "begun", name, "ann"),))
    for _ in range(at):
        run = passed(run, now_s - 60)
    return replace(run, **more)


def shown(stage: Stage, *runs: RolloutRun) -> list[list[str]]:
    stage.window.show_page(Destination("rollouts"))
    stage.play(*(RolloutChanged(one) for one in runs))
    return [list(line) for line in lines_of(by_name(stage.window, "Rollouts over cells", QAbstractItemView))]


def test_what_needs_a_person_comes_first_and_says_why(stage: Stage) -> None:
    going = run_of(stage, "going")
    stuck = run_of(stage, "stuck", state=RunState.BLOCKED, why="Somebody else has changed tokyo.")
    now_s = stage.clock.now().timestamp()
    over = ended(turned_back(run_of(stage, "over"), now_s, "8 % of the canary requests failed."), now_s)
    lines = shown(stage, going, over, stuck)
    assert [line[0] for line in lines] == ["stuck", "going", "over"]
    assert "Somebody else has changed tokyo." in lines[0][4]
    assert (lines[1][3], "left in this stage" in lines[1][4]) == ("59 min", True)
    assert "Everything was taken back. 8 % of the canary requests failed." in lines[2][4]
    assert sees(stage.window, "Rollouts that wait for you: 1 · stuck")


def test_cells_stand_against_stages_and_gates_have_their_evidence(stage: Stage) -> None:
    check = RolloutCheck("tokyo", CheckTopic.JUDGE, CheckVerdict.HOLD, "Needs 900 more.", "sum(x)", "prom", "Pass")
    shown(stage, run_of(stage, checks=(check,)))
    cells = [list(line) for line in lines_of(by_name(stage.window, "Cells and stages", QAbstractItemView))]
    assert [line[1] for line in cells] == ["tokyo", "osaka", "frankfurt", "content"]
    assert "ahead" in cells[1][2]
    QTest.keyClick(stage.window.focusWidget() or stage.window, Qt.Key.Key_2)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Needs 900 more.", "Pass"))


def test_the_query_is_that_of_the_rollout_that_is_shown(stage: Stage) -> None:
    """Enter on a gate leads to it; of another rollout it was the one of the rollout before."""
    runs = [
        run_of(stage, name, checks=(
            RolloutCheck("tokyo", CheckTopic.JUDGE, CheckVerdict.HOLD, f"{name} needs more.", f"sum({name})", "prom"),
        ))
        for name in ("one", "two")
    ]  # fmt: skip
    names = [line[0] for line in shown(stage, *runs, run_of(stage, "bare"))]
    table = by_name(stage.window, "Rollouts over cells", QAbstractItemView)
    next(one for one in stage.window.findChildren(QTabWidget) if one.tabText(3) == "Query").setCurrentIndex(3)
    query = by_name(stage.window, "Queries", QPlainTextEdit)
    for name, told in (("one", "sum(one)"), ("two", "sum(two)"), ("bare", "# Nothing is being watched now")):
        table.setCurrentIndex(table.model().index(names.index(name), 0))
        stage.qtbot.waitUntil(lambda told=told: told in query.toPlainText())


def test_buttons_say_why_they_do_nothing_now(stage: Stage) -> None:
    shown(stage, run_of(stage))
    assert by_name(stage.window, "Step on", QPushButton).isEnabled()
    assert not by_name(stage.window, "Resume", QPushButton).isEnabled()
    assert "It is running." in by_name(stage.window, "Resume", QPushButton).toolTip()


def test_clusters_releases_are_listed_with_what_can_be_done_and_why_not(stage: Stage) -> None:
    stage.window.show_page(Destination("rollouts", tab="releases"))
    now_s = stage.clock.now().timestamp()
    stage.play(ObjectsListed("asia", "rollouts", (rollout(),), now_s))
    view = by_name(stage.window, "Releases in clusters and at the edge", QAbstractItemView)
    stage.qtbot.waitUntil(lambda: lines_of(view) != [])
    assert list(lines_of(view)[0])[:6] == ["personalize", "Argo Rollout", "cell-tokyo", "Paused", "25 %", "4 / 4"]
    view.setFocus()
    view.selectRow(0)  # type: ignore[attr-defined]
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Promote fully …", "Hold at 5 % …", "Back to revision 2 …"))
    assert not by_name(stage.window, "Promote fully …", QPushButton).isEnabled()


def test_who_asks_for_the_releases_sees_them_although_a_plan_is_being_made(stage: Stage) -> None:
    shown(stage)
    QTest.keyClick(stage.window.focusWidget() or stage.window, Qt.Key.Key_N)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "New rollout"))
    stage.window.show_page(Destination("rollouts"))
    assert sees(stage.window, "Back to the rollouts")

    stage.window.show_page(Destination("rollouts", tab="releases"))
    assert by_name(stage.window, "Releases in clusters and at the edge", QAbstractItemView).isVisible()
    assert not sees(stage.window, "Back to the rollouts")


def test_a_plan_that_the_estate_does_not_know_is_refused_with_the_reason(stage: Stage, tmp_path: Path) -> None:
    stage.window.show_page(Destination("rollouts"))
    (file := tmp_path / "plan.yaml").write_text(
        "{name: web, waves: [{cells: [{cell: atlantis, levers: [{kind: worker, connection: nowhere,"
        " script: web, version: a, stable: b}]}]}]}"
    )
    stage.window.findChildren(PlanOpening)[0].open(file)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "The estate has no cell 'atlantis'."))
    assert not by_name(stage.window, "Begin …", QPushButton).isEnabled()
    assert sees(stage.window, "Something stands against this plan.")


def test_without_rollouts_the_page_says_how_to_begin(stage: Stage) -> None:
    shown(stage)
    assert sees(stage.window, "Nothing is being rolled out.", "Open a plan …")


def test_a_cluster_that_cannot_be_reached_is_told_over_both_tabs(stage: Stage) -> None:
    shown(stage)
    now_s = stage.clock.now().timestamp()
    failed = ConnectionStatus("asia", "kubernetes", ConnectionState.FAILED, now_s, None, "It does not answer.")
    stage.play(ConnectionChanged(failed))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "It does not answer."))
    banner = stage.window.findChild(ReleasePanel).banner
    assert banner.isVisible()
    stage.window.show_page(Destination("rollouts", tab="releases"))
    assert banner.isVisible()
