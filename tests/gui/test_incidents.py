"""The page Incidents & alerts: worst first, running timers, what people say, evidence, silences, messages.

Proves E8.1, G1.10.
"""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QPlainTextEdit, QPushButton, QTabWidget

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsListed
from console.domain.incident.incident import Incident
from console.domain.incident.incident_level import IncidentLevel, begin_by
from console.domain.incident.incident_step import acknowledged, declared, opened, resolved
from console.domain.incident.local_silence import LocalSilence
from console.domain.incident_event import IncidentChanged, NoticeChanged, SilenceChanged
from console.domain.notice.notice import Notice, NoticeState, NoticeTry
from console.domain.notification import Act
from console.domain.severity import Severity
from console.kernel.i18n import set_language
from console.presenters.incident_rollback import RollbackProposal
from tests.fakes.alarms import alarm
from tests.fakes.reading import by_name, lines_of, reply, sees, top_window
from tests.fakes.waiting import wait_until
from tests.gui.conftest import Stage
from views.dialogs.dialogs import Dialogs
from views.dialogs.question_dialog import QuestionDialog
from views.incidents.incident_detail import IncidentDetail
from views.page import Destination
from views.shell.header import Header
from views.widgets.stat_tile import StatTile


def incident_of(stage: Stage, cell: str = "tokyo", severity: str = "critical", ago_s: float = 60.0) -> Incident:
    now_s = stage.clock.now().timestamp()
    return opened(
        f"inc-{cell}", "shop", (("cell", cell),), (alarm(cell=cell, severity=severity, service="api"),), now_s - ago_s,
        begin_by, "platform",
    )  # fmt: skip


def shown(stage: Stage, *incidents: Incident, tab: str = "") -> list[list[str]]:
    stage.window.show_page(Destination("incidents", tab=tab))
    stage.play(*(IncidentChanged(one) for one in incidents))
    if tab:
        return []
    return [list(line) for line in lines_of(by_name(stage.window, "Incidents", QAbstractItemView))]


def test_who_waits_for_somebody_comes_first_with_the_time_that_is_left(stage: Stage) -> None:
    now_s = stage.clock.now().timestamp()
    late = incident_of(stage, "osaka", ago_s=960)
    busy = acknowledged(incident_of(stage, "frankfurt", ago_s=300), now_s - 200, "ann")
    over = resolved(incident_of(stage, "kyoto", ago_s=900), now_s - 100, "ann")
    monday = incident_of(stage, "nara", "info")
    lines = shown(stage, over, monday, busy, incident_of(stage), late)
    assert [line[4] for line in lines] == ["osaka", "tokyo", "frankfurt", "nara", "kyoto"]
    assert (lines[0][0], lines[0][1], lines[0][2]) == ("Late", "1 min late", "3")
    assert (lines[1][0], lines[1][1]) == ("Nobody has begun", "14 min left")
    assert (lines[2][0], lines[2][1]) == ("Somebody is on it", "begun after 1 min 40 s")
    assert sees(stage.window, "Incidents that wait for somebody to begin: 2 · CellErrorsHigh: CellErrorsHigh in osaka")


def test_what_is_taken_back_by_a_button_has_no_full_stop_of_any_language(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """proves C1, E8.2"""
    titles = ("Roll back web.", "web を元に戻します。")
    found = tuple(RollbackProposal(one, "It is new.", None, run="r") for one in titles)
    monkeypatch.setattr("views.incidents.remedy_panel.rollback_proposals", lambda *_: found)
    shown(stage, incident_of(stage))
    panel = stage.window.findChild(IncidentDetail).remedies.part
    incident = next(iter(stage.session.store.state.incidents.values()))
    panel.show_incident(incident, stage.session.store.state, stage.clock.now().timestamp())
    assert [one.text() for one in panel.findChildren(QPushButton)] == ["Roll back web …", "web を元に戻します …"]


def test_a_screen_reader_hears_the_header_in_sentences_of_its_language(stage: Stage) -> None:
    """proves C1"""
    badge = stage.window.findChild(Header).incidents
    set_language("ja")
    stage.play(IncidentChanged(incident_of(stage)))
    stage.qtbot.waitUntil(lambda: badge.accessibleName() == "インシデント 1 件。 まだ誰も着手していません。")


def test_the_header_of_every_page_says_how_many_are_open_and_leads_to_them(stage: Stage) -> None:
    stage.window.show_page(Destination("overview"))
    badge = stage.window.findChild(Header).incidents
    assert badge.isHidden()
    now_s = stage.clock.now().timestamp()
    mine = incident_of(stage)
    stage.play(IncidentChanged(mine))
    stage.qtbot.waitUntil(badge.isVisible)
    assert badge.accessibleName() == "1 incident. Nobody has begun with it."
    stage.play(IncidentChanged(incident_of(stage, "osaka")))
    stage.qtbot.waitUntil(lambda: badge.accessibleName() == "2 incidents. Nobody has begun with 2 of them.")
    taken = acknowledged(mine, now_s, "ann")
    stage.play(IncidentChanged(resolved(incident_of(stage, "osaka"), now_s, "ann")), IncidentChanged(taken))
    stage.qtbot.waitUntil(lambda: badge.accessibleName() == "1 incident. Somebody is on it.")
    badge.click()
    stage.qtbot.waitUntil(lambda: by_name(stage.window, "Incidents", QAbstractItemView).isVisible())
    stage.play(IncidentChanged(resolved(taken, now_s, "ann")))
    stage.qtbot.waitUntil(badge.isHidden)


def test_the_timer_runs(stage: Stage) -> None:
    shown(stage, incident_of(stage))
    stage.clock.advance(120)
    table = by_name(stage.window, "Incidents", QAbstractItemView)
    stage.qtbot.waitUntil(lambda: lines_of(table)[0][1] == "12 min left", timeout=5000)


def test_the_detail_says_what_happened_what_fires_and_what_was_asked(stage: Stage) -> None:
    now_s = stage.clock.now().timestamp()
    shown(stage, acknowledged(incident_of(stage), now_s - 5, "ann@desk", "looking at api"))
    assert sees(stage.window, "Acknowledged: looking at api", "ann@desk is on it; alerts that still fire: 1.")
    tabs = next(one for one in stage.window.findChildren(QTabWidget) if one.tabText(0) == "What happened")
    tabs.setCurrentIndex(2)
    evidence = by_name(stage.window, "Alerts of the incident", QAbstractItemView)
    stage.qtbot.waitUntil(lambda: lines_of(evidence) != [])
    assert "service=api" in lines_of(evidence)[0][5]
    assert not by_name(stage.window, "I begin", QPushButton).isEnabled()
    assert "Somebody has begun." in by_name(stage.window, "I begin", QPushButton).toolTip()


def test_the_query_is_that_of_the_incident_that_is_shown(stage: Stage) -> None:
    shown(stage, incident_of(stage), incident_of(stage, "osaka"))
    table = by_name(stage.window, "Incidents", QAbstractItemView)
    tabs = next(one for one in stage.window.findChildren(QTabWidget) if one.tabText(0) == "What happened")
    tabs.setCurrentIndex(3)
    query = by_name(stage.window, "Queries", QPlainTextEdit)
    cells = [line[4] for line in lines_of(table)]
    for line, cell in enumerate(cells):
        table.setCurrentIndex(table.model().index(line, 0))
        stage.qtbot.waitUntil(lambda cell=cell: f"CellErrorsHigh in {cell}" in query.toPlainText())
    tabs.setCurrentIndex(2)
    evidence = by_name(stage.window, "Alerts of the incident", QAbstractItemView)
    stage.qtbot.waitUntil(lambda: lines_of(evidence) != [])
    evidence.setCurrentIndex(evidence.model().index(0, 0))
    QTest.keyClick(evidence, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: tabs.currentIndex() == 3)
    assert f"CellErrorsHigh in {cells[-1]}" in query.toPlainText()
    table.setCurrentIndex(table.model().index(0, 0))
    stage.qtbot.waitUntil(lambda: f"CellErrorsHigh in {cells[0]}" in query.toPlainText())


def test_a_person_begins_notes_and_resolves_on_the_page(stage: Stage) -> None:
    shown(stage)
    desk = stage.session.changes.incidents
    one = stage.session.runtime.run(desk.command.open("The mail is late", IncidentLevel.TOLD, "tokyo"), 10)
    stage.qtbot.waitUntil(lambda: one.id in stage.session.store.state.incidents)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "The mail is late"))
    by_name(stage.window, "I begin", QPushButton).click()
    stage.qtbot.waitUntil(lambda: desk.book.find(one.id).begun_s is not None)
    by_name(stage.window, "Note …", QPushButton).click()
    reply(stage.window.findChildren(QuestionDialog)[-1], "action: ask the provider")
    stage.qtbot.waitUntil(lambda: desk.book.find(one.id).moments[-1].note == "action: ask the provider")
    by_name(stage.window, "Resolve …", QPushButton).click()
    reply(stage.window.findChildren(QuestionDialog)[-1], "")
    stage.qtbot.waitUntil(lambda: desk.book.find(one.id).is_over)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "No incident is open."))


def test_the_review_is_written_where_the_user_says(stage: Stage, tmp_path: Path, monkeypatch: object) -> None:
    shown(stage)
    desk = stage.session.changes.incidents
    one = stage.session.runtime.run(desk.command.open("The mail is late", IncidentLevel.TOLD, ""), 10)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "The mail is late"))
    file = tmp_path / "review.md"
    monkeypatch.setattr(Dialogs, "choose_new_file", lambda _self, _title, _kinds, _name, chosen: chosen(file))  # type: ignore[attr-defined]
    by_name(stage.window, "Review …", QPushButton).click()
    stage.qtbot.waitUntil(file.is_file, timeout=20_000)
    wait_until(lambda: "The mail is late" in file.read_text(), 10, "the whole document")
    assert one.id in file.read_text()


def test_alerts_say_who_tells_them_and_lead_to_incident_and_cell(stage: Stage) -> None:
    shown(stage, incident_of(stage), tab="alerts")
    alerts = (alarm(service="api"), alarm("Slow", "osaka", "warning"))
    stage.play(ObjectsListed("metrics", "alerts", alerts, stage.clock.now().timestamp()))
    table = by_name(stage.window, "Alerts", QAbstractItemView)
    stage.qtbot.waitUntil(lambda: len(lines_of(table)) == 2)
    assert [line[2] for line in lines_of(table)] == ["CellErrorsHigh", "Slow"]
    assert lines_of(table)[0][7] == "alarms"
    table.selectRow(1)  # type: ignore[attr-defined]
    stage.qtbot.waitUntil(lambda: not by_name(stage.window, "Show incident", QPushButton).isEnabled())
    table.selectRow(0)  # type: ignore[attr-defined]
    stage.qtbot.waitUntil(lambda: by_name(stage.window, "Show incident", QPushButton).isEnabled())
    by_name(stage.window, "Open cell", QPushButton).click()
    stage.qtbot.waitUntil(lambda: stage.window.here == Destination("cell", cell="tokyo"))


def test_silences_of_the_profile_are_listed_and_ended(stage: Stage) -> None:
    shown(stage, tab="silences")
    desk = stage.session.changes.incidents
    made = stage.session.runtime.run(desk.command.silence(('cell="tokyo"',), 3600, "deploy"), 10)
    table = by_name(stage.window, "Silences", QAbstractItemView)
    stage.qtbot.waitUntil(lambda: len(lines_of(table)) == 1)
    assert tuple(lines_of(table)[0][:5]) == ("active", 'cell="tokyo"', "1 h", lines_of(table)[0][3], "deploy")
    table.selectRow(0)  # type: ignore[attr-defined]
    stage.qtbot.waitUntil(lambda: by_name(stage.window, "End silence …", QPushButton).isEnabled())
    by_name(stage.window, "End silence …", QPushButton).click()
    stage.qtbot.waitUntil(lambda: next(iter(desk.book.silences)).ends_s < made.ends_s)


def test_messages_show_what_came_of_them_and_why_they_wait(stage: Stage) -> None:
    now_s = stage.clock.now().timestamp()
    made = Notice("n1", "shop", "chat", "opened", "m", Severity.CRITICAL, Act.TRIGGER, "Tokyo fails", "12 %", now_s,
                  now_s, "cell-console/shop", state=NoticeState.FAILED, tries=(NoticeTry(now_s, "no answer"),),
                  detail="no answer")  # fmt: skip
    held = replace(made, id="n2", channel="mail", state=NoticeState.HELD, why="quiet-hours", tries=(), detail="")
    shown(stage, tab="messages")
    stage.play(NoticeChanged(made), NoticeChanged(held))
    table = by_name(stage.window, "Messages", QAbstractItemView)
    stage.qtbot.waitUntil(lambda: len(lines_of(table)) == 2)
    assert [(line[0], line[2]) for line in lines_of(table)] == [("given up", "chat"), ("held: quiet hours", "mail")]
    assert sees(stage.window, "Tokyo fails", "12 %", "Nobody is told by itself")


def test_hostile_words_are_shown_as_they_are(stage: Stage) -> None:
    now_s = stage.clock.now().timestamp()
    bad = "<b>x</b>\x1b[31m\u202e" + "y" * 3000
    one = declared("inc-x", "shop", IncidentLevel.TOLD, bad, (("cell", bad),), now_s, begin_by, bad)
    shown(stage, one)
    stage.play(SilenceChanged(LocalSilence("s", "shop", ('cell="<i>"',), now_s, now_s + 60, bad, bad)))
    assert sees(stage.window, "<b>x</b>")


def test_without_incidents_the_page_says_so_and_offers_to_open_one(stage: Stage) -> None:
    shown(stage)
    assert sees(stage.window, "No incident is open.", "Open an incident …")
    QTest.keyClick(stage.window.focusWidget() or stage.window, Qt.Key.Key_O)
    stage.qtbot.waitUntil(lambda: bool(stage.window.findChildren(QuestionDialog)))
    QTest.keyClick(top_window(QuestionDialog), Qt.Key.Key_Escape)


def test_what_cannot_be_read_is_said_and_is_no_zero(stage: Stage) -> None:
    shown(stage)
    now_s = stage.clock.now().timestamp()
    failed = ConnectionStatus("metrics", "prometheus", ConnectionState.FAILED, now_s, None, "It refused.", "Start it.")
    stage.play(ConnectionChanged(failed))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "It refused.", "Alerts cannot be read now"))
    firing = next(one for one in stage.window.findChildren(StatTile) if "Firing alerts" in one.accessibleName())
    assert "–" in firing.accessibleName()


def test_the_key_acts_on_the_incident_that_the_filtered_list_and_the_detail_show(stage: Stage) -> None:
    shown(stage, incident_of(stage, ago_s=120), incident_of(stage, "osaka"))
    asked: list[tuple[str, str]] = []
    detail = stage.window.findChildren(IncidentDetail)[0]
    detail.asked.connect(lambda *said: asked.append(said))
    stage.window._pages.frame.page.filter_text("osaka")  # type: ignore[union-attr]
    assert sees(detail, "CellErrorsHigh: CellErrorsHigh in osaka")
    QTest.keyClick(by_name(stage.window, "Incidents", QAbstractItemView), Qt.Key.Key_B)
    assert asked == [("acknowledge", "inc-osaka")]
    stage.play(IncidentChanged(incident_of(stage, "kyoto", ago_s=600)))  # more urgent, but not listed
    assert sees(detail, "CellErrorsHigh: CellErrorsHigh in osaka")
    stage.window._pages.frame.page.filter_text("nothing has this")  # type: ignore[union-attr]
    assert not detail.isVisible()
    QTest.keyClick(by_name(stage.window, "Incidents", QAbstractItemView), Qt.Key.Key_B)
    assert len(asked) == 1


def test_the_key_says_nothing_to_an_incident_that_another_tab_hides(stage: Stage) -> None:
    shown(stage, incident_of(stage))
    asked: list[tuple[str, str]] = []
    stage.window.findChildren(IncidentDetail)[0].asked.connect(lambda *said: asked.append(said))
    shown(stage, tab="alerts")
    QTest.keyClick(by_name(stage.window, "Alerts", QAbstractItemView), Qt.Key.Key_B)
    QTest.keyClick(by_name(stage.window, "Alerts", QAbstractItemView), Qt.Key.Key_N)
    assert asked == []
    assert not stage.window.findChildren(QuestionDialog)


def test_going_to_where_one_went_last_shows_what_is_asked_for_again(stage: Stage) -> None:
    shown(stage, incident_of(stage), incident_of(stage, "osaka"))
    page, asked = stage.window._pages, Destination("incidents", incident="inc-osaka")
    stage.window.show_page(asked)
    table = by_name(stage.window, "Incidents", QAbstractItemView)
    table.selectRow(1)  # type: ignore[attr-defined]
    front = next(one for one in stage.window.findChildren(QTabWidget) if one.tabText(0) == "Incidents")
    front.setCurrentIndex(2)
    before = len(page._past)
    stage.window.show_page(asked)
    assert (front.currentIndex(), table.current_row().id) == (0, "inc-osaka")  # type: ignore[attr-defined]
    assert len(page._past) == before, "the way back does not lead to where one is"


def test_the_buttons_below_the_alerts_act_on_the_alert_that_is_shown_without_a_click(stage: Stage) -> None:
    shown(stage, tab="alerts")
    alerts = (alarm(service="api"), alarm("Slow", "osaka", "warning"))
    stage.play(ObjectsListed("metrics", "alerts", alerts, stage.clock.now().timestamp()))
    table = by_name(stage.window, "Alerts", QAbstractItemView)
    stage.qtbot.waitUntil(lambda: len(lines_of(table)) == 2)
    stage.window._pages.frame.page.filter_text("osaka")  # type: ignore[union-attr]
    by_name(stage.window, "Open cell", QPushButton).click()
    assert stage.window.here == Destination("cell", cell="osaka")
