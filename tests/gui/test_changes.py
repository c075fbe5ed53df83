"""Changes in the window: locked until unlocked, confirmed with as much care as their risk asks, seen in the drawer.

Proves C3.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLineEdit, QMenu, QPushButton, QTableView, QWidget

from console.domain.change import ChangeState
from console.kernel.errors import ConnectorError, ErrorKind
from console.ports.change_executor import ChangeExecutor
from console.services import change_service
from tests.fakes.number_target import BurnNumber, NumberTarget, SetNumber, ShakeNumber
from tests.fakes.played_connector import PlayedConnector
from tests.fakes.reading import by_name, lines_of, sees, spoken_name, top_window, visible_texts
from tests.fakes.sample_estate import sample_estate
from tests.gui.conftest import Stage
from views.shell.palette import Palette


@pytest.fixture
def target(tmp_path: Path) -> NumberTarget:
    return NumberTarget(tmp_path)


@pytest.fixture(autouse=True)
def short_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_service, "GRACE_S", 0.2)


@pytest.fixture
def change_stage(make_stage: Callable[..., Stage], target: NumberTarget) -> Stage:
    """The sample estate (production) whose Asia cluster can change numbers."""
    stage = make_stage(asia=PlayedConnector("asia", "kubernetes", ports={ChangeExecutor: target}))
    stage.session.open_estate(sample_estate(), Path("/estates/shop.yaml"))
    stage.session.wait_connected()
    stage.show()
    return stage


def click(root: QWidget, name: str) -> None:
    QTest.mouseClick(by_name(root, name, QPushButton), Qt.MouseButton.LeftButton)


def unlock(stage: Stage) -> None:
    access = stage.session.changes.service.access
    stage.session.runtime.run(access.unlock("asia", 600.0, "a test"), 10)
    stage.qtbot.waitUntil(lambda: "asia" in stage.session.store.state.unlocks)


def open_dialog(stage: Stage, kind: type[SetNumber] = SetNumber, value: int = 5, reason: str = "load test") -> QWidget:
    stage.window._changes.start(kind("asia", "replicas", value))
    dialog = top_window(QDialog)
    stage.qtbot.waitUntil(lambda: not sees(dialog, "Finding out"))
    if "Apply" in visible_texts(dialog):
        by_name(dialog, "Reason", QLineEdit).setText(reason)  # production asks for one
    return dialog


def states(stage: Stage) -> list[ChangeState]:
    return [one.state for one in stage.session.store.state.changes.values()]


def test_the_lock_unlocks_production_for_a_reason_and_a_while_and_locks_again(change_stage: Stage) -> None:
    stage = change_stage
    lock = by_name(stage.window, "Changes: read-only")
    assert stage.window._changes.why_not("asia") == "Locked (read-only): unlock asia in the header."
    assert stage.window._changes.why_not("metrics") == "This connection cannot change anything."
    QTest.mouseClick(lock, Qt.MouseButton.LeftButton)
    menu = top_window(QMenu)
    assert [one.text() for one in menu.actions()] == ["Unlock Asia cluster for a while (production)"]
    menu.actions()[0].trigger()
    menu.close()
    dialog = top_window(QDialog)
    assert sees(dialog, "Unlock Asia cluster?", "production")
    button = by_name(dialog, "Unlock", QPushButton)
    assert not button.isEnabled()
    reason = by_name(dialog, "Reason", QLineEdit)
    QTest.keyClick(reason, Qt.Key.Key_Return)
    assert dialog.isVisible(), "there is no reason yet"
    QTest.keyClicks(reason, "load test")
    QTest.keyClick(reason, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: "unlocked until" in spoken_name(lock))
    assert stage.window._changes.why_not("asia") == ""
    QTest.mouseClick(lock, Qt.MouseButton.LeftButton)
    menu = top_window(QMenu)
    assert menu.actions()[0].text().startswith("Lock Asia cluster now (production, unlocked until")
    menu.actions()[0].trigger()
    menu.close()
    stage.qtbot.waitUntil(lambda: spoken_name(lock) == "Changes: read-only")


def test_the_palette_unlocks_too_without_a_mouse(change_stage: Stage) -> None:
    """C1: ``Ctrl+K`` and “unlock” open the menu of the lock, as C3 asks before any change."""
    stage = change_stage
    QTest.keyClick(stage.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = by_name(top_window(Palette), "Page, cell, object or command", QLineEdit)
    QTest.keyClicks(field, "unlock")
    QTest.keyClick(field, Qt.Key.Key_Return)
    menu = top_window(QMenu)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert sees(top_window(QDialog), "Unlock Asia cluster?", "production")


def test_an_unlock_that_runs_out_is_seen(change_stage: Stage) -> None:
    unlock(change_stage)
    lock = change_stage.window._header.lock
    change_stage.qtbot.waitUntil(lambda: "unlocked until" in spoken_name(lock))
    change_stage.clock.advance(601.0)
    change_stage.qtbot.waitUntil(lambda: spoken_name(lock) == "Changes: read-only")


def test_a_read_only_console_offers_nothing(change_stage: Stage) -> None:
    change_stage.session.read_only = True
    QTest.mouseClick(change_stage.window._header.lock, Qt.MouseButton.LeftButton)
    menu = top_window(QMenu)
    assert [(one.text(), one.isEnabled()) for one in menu.actions()] == [("The console runs with --read-only.", False)]
    menu.close()
    assert "--read-only" in change_stage.window._changes.why_not("asia")


def test_a_reversible_change_shows_its_difference_and_is_applied_after_the_grace_period(
    change_stage: Stage, target: NumberTarget
) -> None:
    stage = change_stage
    unlock(stage)
    dialog = open_dialog(stage, reason="")
    assert sees(dialog, "Set replicas to 5.", "production", "reversible", "replicas", "0", "5", "dry run")
    assert lines_of(by_name(dialog, "Differences", QTableView)) == [["replicas", "0", "5"]]
    QTest.keyClicks(by_name(dialog, "Reason", QLineEdit), "more load")
    click(dialog, "Apply")
    stage.qtbot.waitUntil(lambda: sees(dialog, "Verified", "replicas is 5."))
    click(dialog, "Close")
    assert target.writes() == ["replicas=5 console"]
    change = next(iter(stage.session.store.state.changes.values()))
    assert (change.reason, change.state) == ("more load", ChangeState.VERIFIED)


def test_enter_behind_the_reason_is_no_answer_and_closes_once_it_is_done(
    change_stage: Stage, target: NumberTarget
) -> None:
    unlock(change_stage)
    dialog = open_dialog(change_stage)
    for field in (by_name(dialog, "Reason", QLineEdit), by_name(dialog, "Undo by itself", QComboBox)):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert sees(dialog, "Apply")
    assert target.writes() == []
    click(dialog, "Apply")
    change_stage.qtbot.waitUntil(lambda: sees(dialog, "Verified"))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_the_grace_period_takes_it_back(
    change_stage: Stage, target: NumberTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_service, "GRACE_S", 30.0)
    unlock(change_stage)
    dialog = open_dialog(change_stage)
    click(dialog, "Apply")
    change_stage.qtbot.waitUntil(lambda: sees(dialog, "Applied in 30 s unless you take it back."))
    click(dialog, "Take the change back")
    change_stage.qtbot.waitUntil(lambda: sees(dialog, "Taken back before anything was written."))
    assert target.writes() == []
    dialog.close()


def test_a_disruptive_change_wants_its_differences_looked_at(change_stage: Stage, target: NumberTarget) -> None:
    unlock(change_stage)
    dialog = open_dialog(change_stage, ShakeNumber)
    button = by_name(dialog, "Apply", QPushButton)
    assert not button.isEnabled()
    by_name(dialog, "I have looked at these differences", QCheckBox).setChecked(True)
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    change_stage.qtbot.waitUntil(lambda: target.writes() == ["replicas=5 console"])
    dialog.close()


def test_what_cannot_be_undone_wants_the_name_typed(change_stage: Stage) -> None:
    unlock(change_stage)
    dialog = open_dialog(change_stage, BurnNumber)
    assert sees(dialog, "cannot be undone")
    by_name(dialog, "I have looked at these differences", QCheckBox).setChecked(True)
    button = by_name(dialog, "Apply", QPushButton)
    assert not button.isEnabled()
    QTest.keyClicks(by_name(dialog, "Type replicas to confirm", QLineEdit), "replicas")
    assert button.isEnabled()
    dialog.close()


def test_what_is_satisfied_or_fails_offers_nothing_to_apply(change_stage: Stage, target: NumberTarget) -> None:
    unlock(change_stage)
    target.put("replicas", 5)
    dialog = open_dialog(change_stage)
    assert sees(dialog, "as wanted already", "Close")
    assert "Apply" not in visible_texts(dialog)
    dialog.close()


def test_a_lock_that_closed_meanwhile_is_told_in_the_dialog(change_stage: Stage, target: NumberTarget) -> None:
    dialog = open_dialog(change_stage)
    click(dialog, "Apply")
    change_stage.qtbot.waitUntil(lambda: sees(dialog, "is locked (read-only)"))
    assert target.writes() == []
    dialog.close()


def test_the_drawer_lists_changes_and_undoes_one(change_stage: Stage, target: NumberTarget) -> None:
    stage = change_stage
    unlock(stage)
    stage.window._drawer.show()
    dialog = open_dialog(stage)
    click(dialog, "Apply")
    stage.qtbot.waitUntil(lambda: states(stage) == [ChangeState.VERIFIED])
    dialog.close()
    table = by_name(stage.window, "Changes", QTableView)
    stage.qtbot.waitUntil(lambda: lines_of(table)[0][1] == "Verified")
    assert lines_of(table)[0][2:5] == [
        "Set replicas to 5.",
        "asia:number/replicas",
        stage.session.changes.service.access.actor,
    ]
    table.setCurrentIndex(table.model().index(0, 0))
    assert not by_name(stage.window, "Keep", QPushButton).isEnabled()
    click(stage.window, "Undo …")
    dialog = top_window(QDialog)
    stage.qtbot.waitUntil(lambda: sees(dialog, "Set replicas to 0."))
    click(dialog, "Apply")
    stage.qtbot.waitUntil(lambda: sorted(states(stage)) == [ChangeState.UNDONE, ChangeState.VERIFIED])
    dialog.close()
    assert target.numbers() == {"replicas": 0}
    QTest.keyClick(table, Qt.Key.Key_Return)
    details = top_window(QDialog)
    assert sees(details, "What happened", "Planned", "Applying", "asia:number/replicas")
    details.close()


def test_a_timed_undoing_can_be_kept_from_the_drawer(change_stage: Stage, target: NumberTarget) -> None:
    stage = change_stage
    unlock(stage)
    stage.window._drawer.show()
    dialog = open_dialog(stage)
    by_name(dialog, "Undo by itself", QComboBox).setCurrentIndex(1)
    click(dialog, "Apply")
    stage.qtbot.waitUntil(lambda: states(stage) == [ChangeState.VERIFIED])
    dialog.close()
    table = by_name(stage.window, "Changes", QTableView)
    stage.qtbot.waitUntil(lambda: "Undone in 5 min unless kept" in lines_of(table)[0])
    table.setCurrentIndex(table.model().index(0, 0))
    click(stage.window, "Keep")
    stage.qtbot.waitUntil(lambda: lines_of(table)[0][-1] == "Kept.")
    assert target.numbers() == {"replicas": 5}


def test_what_a_killed_console_left_is_told_and_verified_at_the_next_start(
    make_stage: Callable[..., Stage], target: NumberTarget
) -> None:
    executor = PlayedConnector("asia", "kubernetes", ports={ChangeExecutor: target})
    first = make_stage(asia=executor)
    first.session.open_estate(sample_estate(), Path("/estates/shop.yaml"))
    first.session.wait_connected()
    unlock_first = first.session.changes.service.access.unlock("asia", 600.0, "a test")
    first.session.runtime.run(unlock_first, 10)
    target.fail_after = target.fail_verify = ConnectorError(ErrorKind.UNREACHABLE, "Gone.")
    service = first.session.changes.service
    draft = first.session.runtime.run(service.draft(SetNumber("asia", "replicas", 5), "load test"), 10)
    from console.domain.confirmation import Confirmation

    first.session.runtime.run(service.confirm(draft, Confirmation()), 10)
    first.qtbot.waitUntil(lambda: bool(target.writes()))
    first.session.close_estate()
    target.fail_verify = None
    stage = make_stage(asia=executor)
    stage.session.open_estate(sample_estate(), Path("/estates/shop.yaml"))
    stage.session.wait_connected()
    window = stage.show()
    window._drawer.show()
    stage.qtbot.waitUntil(lambda: states(stage) == [ChangeState.VERIFIED], timeout=10_000)
    assert target.writes() == ["replicas=5 console"]
    told = stage.desktop.around.activity  # by the bridge, a frame after the store
    stage.qtbot.waitUntil(lambda: any("Set replicas to 5." in one.text for one in told.entries))
