"""Every dialog and popup is opened, given up and left by keys alone, from where a person stands on its page.

(proves C1, issue 8 "keyboard-only walk through every page and dialog")
"""

from collections.abc import Callable
from inspect import getsource
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QFrame, QLineEdit, QMenu, QTabBar, QWidget

from console.domain.change import ChangeState
from console.domain.confirmation import Confirmation
from console.estate.load import parse_estate
from console.ports.change_executor import ChangeExecutor
from console.ports.outside import Outside
from console.services import change_service
from tests.fakes.number_target import NumberTarget, SetNumber
from tests.fakes.played_connector import PlayedConnector
from tests.fakes.reading import spoken_name
from tests.fakes.runbook_console import World
from tests.fakes.sample_estate import TEXT
from tests.gui.conftest import Stage
from tests.gui.test_every_dialog import CASES, dialogs_below
from tests.gui.test_every_page import place

ESTATE = """
teams:
  - {key: content, title: Content, profile: startup}
projects:
  - {key: shop, url: "file:///nowhere", team: content}
calendars:
  - {key: shop, time_zone: UTC, entries: [
      {title: Sale, kind: campaign, start: "2026-02-01T00:00:00+00:00", end: "2026-02-02T00:00:00+00:00", uplift: 1.5}]}
"""
SLOW_MS = 20_000
MOST_TABS = 120
WALKED_ELSEWHERE = {"DismissalDialog"}  # its page needs a finding: tests/gui/test_audits_page.py


class Keys:
    """Somebody without a mouse. ``stood`` is where in the window the keys went last."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.stood: QWidget | None = None

    def press(self, keys: str) -> None:
        """Press keys as Qt writes them, where the focus is; one chord after the other."""
        for chord in keys.split(", "):
            if QApplication.activePopupWidget() is None:
                self.stage.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
            where = self.where()
            if where.window() is self.stage.window:
                self.stood = where
            QTest.keyClick(where, QKeySequence(chord)[0].key(), QKeySequence(chord)[0].keyboardModifiers())

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        QTest.keyClicks(self.where(), text)

    def where(self) -> QWidget:
        """What has the focus; popups take it for as long as they are there."""
        window = QApplication.activePopupWidget() or QApplication.activeWindow() or self.stage.window
        if not window.isVisible():
            window = QApplication.activeModalWidget() or self.stage.window  # a closed popup lets go when it likes
            window.activateWindow()
        return window.focusWidget() or window

    def reach(self, name: str) -> None:
        """Wait until it is there, then press Tab until the screen reader says that name."""
        self.stage.qtbot.waitUntil(lambda: any(self._is(one, name) for one in self.stage.window.findChildren(QWidget)))
        passed: list[str] = []
        for _ in range(MOST_TABS):
            if self._is(self.where(), name):
                return
            self.press("Tab")
            passed.append(spoken_name(self.where()))
        raise AssertionError(f"Tab never comes to {name}, only to {sorted(set(passed))}")

    @staticmethod
    def _is(widget: QWidget, name: str) -> bool:
        """Whether it can take the focus and has the name, or begins with it where a colon says so."""
        can_be = widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        said = spoken_name(widget) if can_be and not isinstance(widget, QTabBar) else ""
        if isinstance(widget, QAbstractItemView) and not widget.model().rowCount():
            return False  # it waits for its rows
        return bool(said) and (said.startswith(name) if name.endswith(": ") else said == name)

    def do(self, name: str) -> None:
        """Go to a button as soon as it can be pressed, and press it."""
        self.reach(name)
        self.press("Space")


def unlock(keys: Keys) -> None:
    keys.do("Changes: ")
    keys.stage.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    keys.press("Down")
    keys.press("Return")


def past_change(keys: Keys) -> None:
    """Go to a change that was made, in the drawer."""
    stage = keys.stage
    service = stage.session.changes.service
    stage.session.runtime.run(service.access.unlock("asia", 600.0, "a test"), 10)
    draft = stage.session.runtime.run(service.draft(SetNumber("asia", "replicas", 5), "load"), 10)
    stage.session.runtime.run(service.confirm(draft, Confirmation(), grace_s=0.0), 10)
    changes = stage.session.store.state.changes
    stage.qtbot.waitUntil(lambda: [one.state for one in changes.values()] == [ChangeState.VERIFIED] or _settled(stage))
    keys.press("Ctrl+J")
    keys.reach("Changes")
    keys.press("Down")


def _settled(stage: Stage) -> bool:
    return any(one.state is ChangeState.VERIFIED for one in stage.session.store.state.changes.values())


def undo(keys: Keys) -> None:
    past_change(keys)
    keys.do("Undo …")


def details(keys: Keys) -> None:
    past_change(keys)
    keys.press("Return")


def on_page(letter: str, *presses: str) -> Callable[[Keys], None]:
    """Go to a page by its letter, then press keys there."""

    def go(keys: Keys) -> None:
        for one in (f"G, {letter}", *presses):
            keys.press(one)

    return go


def button_on(letter: str, tab: str, name: str) -> Callable[[Keys], None]:
    def go(keys: Keys) -> None:
        on_page(letter, tab)(keys)
        keys.do(name)

    return go


def command(words: str) -> Callable[[Keys], None]:
    def go(keys: Keys) -> None:
        keys.press("Ctrl+K")
        keys.type(words)
        keys.press("Return")

    return go


def audit(keys: Keys) -> None:
    on_page("U")(keys)
    keys.reach("Projects")
    keys.press("Shift+A")


def profile(keys: Keys) -> None:
    on_page("U")(keys)
    keys.reach("Projects")
    command("show the teams")(keys)
    keys.reach("Teams and profiles")
    keys.press("Down")
    command("change the audit profile")(keys)


def entry(keys: Keys) -> None:
    on_page("P", "6")(keys)
    keys.reach("Calendar")
    keys.press("Down")
    keys.do("Remove entry")


def bad_name(keys: Keys) -> None:
    on_page("R")(keys)
    keys.do("New …")
    keys.stage.qtbot.waitUntil(lambda: isinstance(keys.where(), QLineEdit))
    keys.type("No Name")
    keys.press("Return")


def report(keys: Keys) -> None:
    file = keys.stage.session.paths.state / "summary.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("{}")
    button_on("P", "5", "Import result …")(keys)
    keys.stage.qtbot.waitUntil(lambda: isinstance(keys.where(), QLineEdit))
    keys.type(str(file))
    keys.press("Return")


DOORS: dict[str, Callable[[Keys], None]] = {
    "AuditDialog": audit,
    "CalendarEntryDialog": button_on("P", "6", "Add entry …"),
    "ChangeDetails": details,
    "ChangeDialog": undo,
    "ConfirmDialog": entry,
    "ConnectionPopover": lambda keys: keys.do("Connections: "),
    "ErrorDialog": bad_name,
    "LoadTestDialog": button_on("P", "5", "New load test …"),
    "Palette": lambda keys: keys.press("Ctrl+K"),
    "ProfileDialog": profile,
    "QuestionDialog": on_page("I", "O"),
    "ReviewDialog": command("export review"),
    "ShortcutSheet": lambda keys: keys.press("?"),
    "SubjectDialog": report,
    "UnlockDialog": unlock,
}


@pytest.fixture
def stage(make_stage: Callable[..., Stage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """An estate with a team, a project, an entry of the calendar and a connection that can be changed."""
    monkeypatch.setattr(change_service, "GRACE_S", 0.2)
    target = NumberTarget(tmp_path)
    one = make_stage(asia=PlayedConnector("asia", "kubernetes", ports={ChangeExecutor: target}))
    world = World()
    monkeypatch.setattr(one.session.changes, "_outside", lambda _folder: Outside(world, world))  # type: ignore[arg-type]
    file = tmp_path / "shop.yaml"
    file.write_text(TEXT.format(environment="staging") + ESTATE)
    one.session.open_estate(parse_estate(file.read_text(), "shop"), file)
    one.session.wait_connected()
    one.show()
    one.window.resize(1400, 900)
    return one


def shown(stage: Stage) -> list[QWidget]:
    """What lies over the window."""
    kinds = (QDialog, QFrame)
    tops = [one for one in QApplication.topLevelWidgets() if isinstance(one, kinds) and one.isVisible()]
    return [one for one in tops if one is not stage.window]


def popups() -> set[str]:
    """Every class of the product that opens as a popup."""
    return {one.__name__ for one in _below(QWidget) if "WindowType.Popup" in getsource(one)}


def _below(kind: type) -> set[type]:
    found = set(kind.__subclasses__())
    return {one for below in found for one in (below, *_below(below)) if one.__module__.startswith("views.")}


def test_every_dialog_and_popup_has_a_door() -> None:
    names = {one.__name__ for one in dialogs_below(QDialog)}
    assert names == set(CASES)
    assert names | popups() == set(DOORS) | WALKED_ELSEWHERE


@pytest.mark.parametrize("name", DOORS)
def test_it_is_opened_and_given_up_by_keys_and_the_focus_goes_back(stage: Stage, name: str) -> None:
    keys = Keys(stage)
    DOORS[name](keys)
    stage.qtbot.waitUntil(lambda: name in {type(one).__name__ for one in shown(stage)}, timeout=SLOW_MS)
    opened = next(one for one in shown(stage) if type(one).__name__ == name)
    stage.qtbot.waitUntil(lambda: opened.isAncestorOf(keys.where()))  # something in it has the focus
    before = keys.stood
    keys.press("Esc")
    stage.qtbot.waitUntil(lambda: not shown(stage))
    assert stage.window.focusWidget() is before, f"{place(keys.where())}, not {place(before or keys.where())}"


def test_the_sheet_of_the_keys_goes_also_when_the_window_has_kept_the_keys(stage: Stage) -> None:
    # A desktop without focus for new windows, or a click beside the sheet: Esc comes to the window.
    def press(key: Qt.Key) -> None:
        QTest.keyClick(stage.window.focusWidget() or stage.window, key)

    title = stage.window.windowTitle()
    press(Qt.Key.Key_Question)
    assert [type(one).__name__ for one in shown(stage)] == ["ShortcutSheet"]
    stage.window.activateWindow()
    stage.qtbot.waitUntil(stage.window.isActiveWindow)
    press(Qt.Key.Key_Escape)
    assert shown(stage) == []
    assert stage.window.windowTitle() == title
    press(Qt.Key.Key_Question)
    stage.window.activateWindow()
    stage.qtbot.waitUntil(stage.window.isActiveWindow)
    press(Qt.Key.Key_Question)
    assert shown(stage) == []
