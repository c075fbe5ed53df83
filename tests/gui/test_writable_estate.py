"""With --read-only the window writes no estate file: a calendar's freezes and a team's profile stay. Proves C3."""

from collections.abc import Callable
from typing import cast

import pytest

from tests.fakes.reading import sees
from tests.gui.conftest import Stage
from views.audits.audit_work import AuditWork
from views.audits.profile_choosing import ProfileChoosing
from views.audits.registering import Registering
from views.audits.team_tab import TeamTab
from views.capacity.calendar_work import CalendarWork
from views.dialogs.calendar_entry_dialog import CalendarEntryDialog
from views.dialogs.confirm_dialog import ConfirmDialog
from views.dialogs.error_dialog import ErrorDialog
from views.dialogs.profile_dialog import ProfileDialog
from views.page import Destination, Page
from views.widgets.later import Later

WHY = "The console runs with --read-only: every change is forbidden."


@pytest.fixture
def stage(make_stage: Callable[..., Stage]) -> Stage:
    one = make_stage()
    one.open_estate("staging")
    one.show()
    one.window.show_page(Destination("capacity"))
    return one


def a_page(stage: Stage) -> Page:
    return stage.window.findChildren(Page)[-1]


def refused(stage: Stage) -> bool:
    """Tell whether the window said why, and asked for nothing."""
    stage.qtbot.waitUntil(lambda: bool(stage.window.findChildren(ErrorDialog)))
    dialog = stage.window.findChildren(ErrorDialog)[-1]
    said = sees(dialog, WHY)
    dialog.reject()
    asking = (CalendarEntryDialog, ConfirmDialog, ProfileDialog)
    return said and not any(stage.window.findChildren(kind) for kind in asking)


def test_the_calendar_is_written_by_nobody_who_reads_only(stage: Stage) -> None:
    page = a_page(stage)
    work = CalendarWork(page.context, page)
    stage.session.read_only = True
    for ask in (work.add_entry, work.bring_calendar, lambda: work.remove_entry("campaigns", "Freeze")):
        ask()
        assert refused(stage)
    stage.session.read_only = False
    work.remove_entry("campaigns", "Freeze")
    (question,) = stage.window.findChildren(ConfirmDialog)
    question.reject()
    work.close_scope()


def test_projects_and_profiles_stay_as_they_are_written(stage: Stage) -> None:
    page = a_page(stage)
    no_work = cast("AuditWork", None)  # nobody works when nothing may be written
    stage.session.read_only = True
    Registering(page.context, no_work, page).add(())
    assert refused(stage)
    teams: Later[TeamTab] = Later(lambda: TeamTab(page.context, no_work))
    teams.setParent(page)
    choosing = ProfileChoosing(page.context, no_work, teams)
    teams.part.profile_asked.emit(None)
    assert refused(stage)
    assert choosing is not None
