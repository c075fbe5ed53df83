"""One filter field over several lists: the list in front is filtered by what the field shows, and by nothing else."""

import pytest
from PySide6.QtWidgets import QTabWidget

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
from views.audits.projects_tab import ProjectsTab
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


def test_a_filter_of_the_findings_hides_the_project_only_as_long_as_it_stands(make_stage: MakeStage) -> None:
    stage = opened_audits(make_stage, *(Project(key=key, url=f"file:///nowhere/{key}") for key in ("gone", "shop")))
    stage.qtbot.waitUntil(lambda: len(audit_lines(stage, "Projects")) == 2)
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
