"""One filter field over several lists: the list in front is filtered by what the field shows, and by nothing else.

Turning by hand keeps what is typed; what leads to something by name clears it first.
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabWidget

from console.domain.change_event import RolloutChanged
from console.estate.schema.project import Project
from tests.fakes.reading import by_name, lines_of
from tests.gui.conftest import Stage
from tests.gui.test_audits_page import MakeStage
from tests.gui.test_audits_page import opened as opened_audits
from tests.gui.test_audits_page import table as audit_lines
from tests.gui.test_incidents import incident_of
from tests.gui.test_incidents import shown as show_incidents
from tests.gui.test_rollouts import run_of
from tests.gui.test_rollouts import shown as show_rollouts
from tests.gui.test_runbooks import library
from tests.gui.test_runbooks import opened as opened_runbooks
from views.audits.audits_page import AuditsPage
from views.audits.projects_tab import ProjectsTab
from views.incidents.alert_panel import AlertPanel
from views.page import Destination
from views.rollouts.plan_panel import PlanPanel
from views.runbooks.library_tab import LibraryTab
from views.widgets.filter_field import FilterField
from views.widgets.table.data_table import DataTable


def field_of(stage: Stage) -> FilterField:
    return by_name(stage.window, "Filter this page", FilterField)


def turn(stage: Stage, title: str) -> None:
    bars = [one for one in stage.window.findChildren(QTabWidget) if one.isVisible()]
    tabs, place = next((one, at) for one in bars for at in range(one.count()) if one.tabText(at) == title)
    tabs.setCurrentIndex(place)


def count(stage: Stage, name: str) -> int:
    return len(lines_of(by_name(stage.window, name, DataTable)))


def current(stage: Stage, name: str) -> str:
    """The words of the line under the cursor; empty when it is on none."""
    table: DataTable[object] = by_name(stage.window, name, DataTable)
    place = table.currentIndex().row()
    return " ".join(list(lines_of(table))[place]) if place >= 0 else ""


def two_projects(make_stage: MakeStage) -> Stage:
    stage = opened_audits(make_stage, *(Project(key=key, url=f"file:///nowhere/{key}") for key in ("gone", "shop")))
    stage.qtbot.waitUntil(lambda: len(audit_lines(stage, "Projects")) == 2)
    return stage


def test_a_filter_cleared_over_the_alerts_is_cleared_for_the_incidents(stage: Stage) -> None:
    show_incidents(stage, incident_of(stage), incident_of(stage, "osaka"))
    field_of(stage).setText("osaka")
    assert count(stage, "Incidents") == 1
    turn(stage, "Alerts")
    field_of(stage).clear()
    turn(stage, "Incidents")
    assert count(stage, "Incidents") == 2
    turn(stage, "Silences")
    field_of(stage).setText("nothing has this")
    turn(stage, "Incidents")
    assert count(stage, "Incidents") == 0


def test_a_filter_cleared_over_the_releases_is_cleared_for_the_rollouts(stage: Stage) -> None:
    show_rollouts(stage, run_of(stage, "going"), run_of(stage, "stuck"))
    field_of(stage).setText("stuck")
    assert count(stage, "Rollouts over cells") == 1
    turn(stage, "In clusters and at the edge")
    field_of(stage).clear()
    turn(stage, "Over cells")
    assert count(stage, "Rollouts over cells") == 2


def test_a_filter_cleared_over_the_runs_is_cleared_for_the_library(
    make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = opened_runbooks(make_stage, monkeypatch)
    whole = len(library(stage))
    field_of(stage).setText("nothing has this")
    assert library(stage) == []
    turn(stage, "History")
    field_of(stage).clear()
    turn(stage, "Library")
    assert len(library(stage)) == whole > 2


def test_a_runbook_is_found_by_its_id_which_is_the_same_in_every_language(
    make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = opened_runbooks(make_stage, monkeypatch)
    for typed, title in (("a-walk", "A walk"), ("A-FLOOD", "A flood")):
        field_of(stage).setText(typed)
        assert [line[0] for line in library(stage)] == [title], typed


def test_a_filter_of_the_findings_hides_the_project_only_as_long_as_it_stands(make_stage: MakeStage) -> None:
    stage = two_projects(make_stage)
    (projects,) = stage.window.findChildren(ProjectsTab)
    projects.table.select_key("shop")
    turn(stage, "Findings")
    field_of(stage).setText("STR01")
    chosen = projects.table.current_row()
    assert (chosen.key if chosen else "") == "shop", (
        "what is looked for in the findings of a project leaves the project"
    )
    turn(stage, "Projects")
    assert audit_lines(stage, "Projects") == []
    turn(stage, "Findings")
    field_of(stage).clear()
    chosen = projects.table.current_row()
    assert (chosen.key if chosen else "") == "shop"
    turn(stage, "Projects")
    assert len(audit_lines(stage, "Projects")) == 2


@pytest.mark.parametrize("typed", ["osaka", "paging"])
def test_an_alert_leads_to_its_incident_whatever_was_typed_over_the_alerts(stage: Stage, typed: str) -> None:
    show_incidents(stage, incident_of(stage), incident_of(stage, "osaka"))
    turn(stage, "Alerts")
    field_of(stage).setText(typed)
    (alerts,) = stage.window.findChildren(AlertPanel)
    alerts.incident_asked.emit("inc-tokyo")
    assert field_of(stage).text() == ""
    assert "tokyo" in current(stage, "Incidents")


def test_a_way_to_an_incident_ends_at_it_whatever_is_typed(stage: Stage) -> None:
    show_incidents(stage, incident_of(stage), incident_of(stage, "osaka"))
    turn(stage, "Alerts")
    field_of(stage).setText("osaka")
    stage.window.show_page(Destination("incidents", incident="inc-tokyo"))
    assert "tokyo" in current(stage, "Incidents")


def test_a_way_to_a_rollout_ends_at_it_whatever_is_typed_over_the_releases(stage: Stage) -> None:
    show_rollouts(stage, run_of(stage, "going"), run_of(stage, "stuck"))
    turn(stage, "In clusters and at the edge")
    field_of(stage).setText("stuck")
    stage.window.show_page(Destination("rollouts", rollout="rollout-going"))
    assert "going" in current(stage, "Rollouts over cells")


def test_a_rollout_that_was_begun_here_is_shown_whatever_is_typed(stage: Stage) -> None:
    show_rollouts(stage, run_of(stage, "going"), run_of(stage, "stuck"))
    turn(stage, "In clusters and at the edge")
    QTest.keyClick(stage.window.focusWidget() or stage.window, Qt.Key.Key_N)
    field_of(stage).setText("stuck")
    (planning,) = stage.window.findChildren(PlanPanel)
    planning.begun.emit("rollout-going")
    planning.leave()
    stage.play(RolloutChanged(run_of(stage, "going", at=2)))
    assert "going" in current(stage, "Rollouts over cells")
    assert by_name(stage.window, "Rollouts over cells", DataTable).isVisible()


def test_a_way_to_a_runbook_ends_at_it_whatever_is_typed_over_the_history(
    make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = opened_runbooks(make_stage, monkeypatch)
    (tab,) = stage.window.findChildren(LibraryTab)
    wanted = tab.table.shown_rows()[-1]
    turn(stage, "History")
    field_of(stage).setText("nothing has this")
    stage.window.show_page(Destination("runbooks", runbook=wanted.id))
    tab.leave()
    chosen = tab.table.current_row()
    assert (chosen.id if chosen else "") == wanted.id


def test_a_project_leads_to_its_findings_whatever_was_typed_over_the_projects(make_stage: MakeStage) -> None:
    stage = two_projects(make_stage)
    (projects,) = stage.window.findChildren(ProjectsTab)
    field_of(stage).setText("shop")
    projects.table.select_key("shop")
    projects.table.opened.emit(projects.table.current_row())
    (page,) = stage.window.findChildren(AuditsPage)
    assert page._tabs.currentWidget() is page._tabs.findings
    assert field_of(stage).text() == ""
    chosen = projects.table.current_row()
    assert (chosen.key if chosen else "") == "shop"


def test_an_audit_leads_to_its_project_whatever_was_typed_over_what_runs(make_stage: MakeStage) -> None:
    stage = two_projects(make_stage)
    (page,) = stage.window.findChildren(AuditsPage)
    for typed, wanted in (("gone", "shop"), ("shop", "gone")):
        turn(stage, "Running")
        field_of(stage).setText(typed)
        page._reach_project(wanted)
        assert wanted in current(stage, "Projects")


def test_the_key_of_a_tab_keeps_what_is_typed_as_the_mouse_does(make_stage: MakeStage) -> None:
    stage = two_projects(make_stage)
    field_of(stage).setText("shop")
    (page,) = stage.window.findChildren(AuditsPage)
    page.focus_main()
    for key, tab in ((Qt.Key.Key_3, page._tabs.running), (Qt.Key.Key_1, page._tabs.projects)):
        QTest.keyClick(stage.window.focusWidget(), key)
        assert page._tabs.currentWidget() is tab
    assert (field_of(stage).text(), len(audit_lines(stage, "Projects"))) == ("shop", 1)
