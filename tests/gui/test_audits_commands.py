"""What the Audits page does is in the palette; a team's profile is changed from the page. Proves G1.4, G1.7."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QPushButton

from console.estate.load import parse_estate
from console.estate.schema.project import Project, Team
from tests.fakes.reading import by_name, lines_of, sees, spoken_description, top_window
from tests.fakes.sample_estate import TEXT, sample_estate
from tests.gui.conftest import Stage
from views.dialogs.audit_dialog import AuditDialog
from views.dialogs.profile_dialog import ProfileDialog
from views.page import Destination
from views.shell.palette import Palette

SLOW_MS = 20_000
MakeStage = Callable[..., Stage]
URL = "https://ann:secret@forge.example/shop.git"
TEAM_TEXT = f"{TEXT.format(environment='staging')}teams:\n  - {{key: content, title: Content, profile: startup}}\n"


def _opened(make_stage: MakeStage, file: Path) -> Stage:
    stage = make_stage()
    update = {
        "teams": (Team(key="content", title="Content", profile="startup"),),
        "projects": (Project(key="shop", url=URL, team="content"),),
    }
    stage.session.open_estate(sample_estate().model_copy(update=update), file)
    stage.show()
    stage.window.show_page(Destination("audits"))
    projects = by_name(stage.window, "Projects", QAbstractItemView)
    stage.qtbot.waitUntil(lambda: len(lines_of(projects)) == 1, timeout=SLOW_MS)  # all rules are loaded first
    return stage


def _is_in_front(stage: Stage) -> bool:
    """Ask for the window to be active: the popup that was in front lets go of it when it likes."""
    stage.window.activateWindow()
    return stage.window.isActiveWindow()


def _choose(stage: Stage, text: str, wanted: str) -> None:
    """Type into the palette until a command stands first, then take it."""
    stage.qtbot.waitUntil(lambda: _is_in_front(stage))
    QTest.keyClick(stage.window.focusWidget() or stage.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = by_name(top_window(Palette), "Page, cell, object or command", QLineEdit)
    QTest.keyClicks(field, text)
    assert spoken_description(field) == wanted
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_the_commands_of_the_page_are_in_the_palette(
    make_stage: MakeStage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[str]()
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda address: asked.append(address.toString()))
    stage = _opened(make_stage, tmp_path / "shop.yaml")
    _choose(stage, "repository browser", "Open the repository in the browser")
    assert asked == ["https://forge.example/shop.git"]  # never with what was written before the host
    _choose(stage, "compare branches", "Compare branches")
    assert sees(stage.window, "Compared branch")
    _choose(stage, "audit the selected", "Audit the selected project")
    stage.qtbot.waitUntil(lambda: bool(stage.window.findChildren(AuditDialog)))
    stage.window.findChildren(AuditDialog)[-1].reject()


def test_another_page_offers_its_own_commands_only(make_stage: MakeStage, tmp_path: Path) -> None:
    stage = _opened(make_stage, tmp_path / "shop.yaml")
    stage.window.show_page(Destination("connections"))
    _choose(stage, "check all", "Check all connections now")
    stage.qtbot.waitUntil(lambda: _is_in_front(stage))
    QTest.keyClick(stage.window.focusWidget() or stage.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = by_name(top_window(Palette), "Page, cell, object or command", QLineEdit)
    QTest.keyClicks(field, "open the repository in the")
    assert sees(top_window(Palette), "Nothing fits. Try fewer letters.")
    QTest.keyClick(field, Qt.Key.Key_Escape)


def test_a_teams_profile_is_changed_in_the_estate_file(make_stage: MakeStage, tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(TEAM_TEXT)
    stage = _opened(make_stage, file)
    _choose(stage, "show the teams", "Show the teams")
    teams = by_name(stage.window, "Teams and profiles", QAbstractItemView)
    stage.qtbot.waitUntil(lambda: len(lines_of(teams)) == 1, timeout=SLOW_MS)
    teams.setCurrentIndex(teams.model().index(0, 0))
    _choose(stage, "change the audit profile", "Change the audit profile of the selected team")
    stage.qtbot.waitUntil(lambda: bool(stage.window.findChildren(ProfileDialog)))
    dialog = stage.window.findChildren(ProfileDialog)[-1]
    go = by_name(dialog, "Write into the estate file", QPushButton)
    assert not go.isEnabled()  # it has that profile
    box = by_name(dialog, "Profile", QComboBox)
    box.setCurrentIndex(box.findData("enterprise"))
    assert sees(dialog, "Audits pass from 95 of 100 on", "compliance mode")
    QTest.mouseClick(go, Qt.MouseButton.LeftButton)
    stage.qtbot.waitUntil(lambda: file.with_name("shop.yaml.bak").exists() and file.exists(), timeout=SLOW_MS)
    stage.qtbot.waitUntil(lambda: parse_estate(file.read_text(), "shop").teams[0].profile == "enterprise")
    stage.qtbot.waitUntil(lambda: bool(stage.opener.files))
