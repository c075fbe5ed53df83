"""The Audits page driven as a user does: ask, watch, read, dismiss, compare. Proves G1.2, G1.3, G1.4, G1.7."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QPushButton

from console.domain.audit.audit_name import AuditName
from console.estate.schema.project import Project, Team
from console.presenters.audits.finding_line import FindingFilter
from tests.fakes.planted_repository import PlantedRepository
from tests.fakes.reading import by_name, lines_of, sees
from tests.fakes.sample_estate import sample_estate
from tests.gui.conftest import Stage
from views.audits.finding_tab import FindingTab
from views.dialogs.audit_dialog import AuditDialog
from views.dialogs.dismissal_dialog import DismissalDialog
from views.page import Destination

MakeStage = Callable[..., Stage]
HOSTILE = "src/<b>bold</b>.py"
FILES = {
    "src/app.py": "import json\n\n\ndef load(name):\n    return eval(name), undefined_name\n",
    "pyproject.toml": "[project]\nname = 'shop'\nversion = '1'\ndependencies = ['httpx']\n",
    HOSTILE: "def total(:\n    pass\n",
}
SLOW_MS = 40_000
OVER = {"done", "failed", "cancelled"}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> PlantedRepository:
    """A small repository with faults in its code, one in a file whose name is markup."""
    made = PlantedRepository(tmp_path_factory.mktemp("planted") / "shop")
    made.commit(FILES)
    return made


def opened(make_stage: MakeStage, *projects: Project) -> Stage:
    """The page over an estate with some projects."""
    stage = make_stage()
    teams = (Team(key="content", profile="startup"),)
    estate = sample_estate().model_copy(update={"teams": teams, "projects": projects})
    stage.session.open_estate(estate, Path("/estates/shop.yaml"))
    stage.show()
    stage.window.show_page(Destination("audits"))
    return stage


@pytest.fixture
def page(make_stage: MakeStage, planted: PlantedRepository) -> Stage:
    """The page over a project that can be audited, and one that cannot be cloned."""
    stage = opened(
        make_stage,
        Project(key="shop", url=planted.folder.as_uri(), team="content"),
        Project(key="gone", url="file:///nowhere/at/all"),
    )
    stage.qtbot.waitUntil(lambda: len(table(stage, "Projects")) == 2)
    return stage


def table(stage: Stage, name: str) -> list[list[str]]:
    return [list(line) for line in lines_of(by_name(stage.window, name, QAbstractItemView))]


def states(stage: Stage) -> list[str]:
    """The states of the audits that were asked for."""
    return [line[1] for line in table(stage, "Running audits")]


def press(stage: Stage, key: str, *, shift: bool = False) -> None:
    with stage.qtbot.waitActive(stage.window):  # a dialog was in front
        stage.window.activateWindow()
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(stage.window.focusWidget() or stage.window, key, modifier)  # type: ignore[call-overload]


def click(stage: Stage, button: QPushButton) -> None:
    # What has just come into sight is without a height until it is laid out: a click there is none.
    stage.qtbot.waitUntil(lambda: button.isEnabled() and not button.visibleRegion().isEmpty())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def audit(stage: Stage, *audits: AuditName, shift: bool = False) -> None:
    """Ask for audits of what is chosen (none named: all), and agree."""
    press(stage, "A", shift=shift)
    stage.qtbot.waitUntil(lambda: bool(stage.window.findChildren(AuditDialog)))
    dialog = stage.window.findChildren(AuditDialog)[-1]
    for name, box in dialog._audits.items():
        box.setChecked(not audits or name in audits)
    click(stage, by_name(dialog, "Audit now", QPushButton))


def test_a_project_goes_from_the_grid_to_the_source_of_its_findings_and_a_dismissal(page: Stage) -> None:
    page.window.show_page(Destination("audits", project="shop"))
    assert sees(page.window, "shop", "Not audited yet")
    audit(page, AuditName.STRICT)
    page.qtbot.waitUntil(lambda: sees(page.window, "Begun: 1 (task "))
    page.qtbot.waitUntil(lambda: set(states(page)) <= OVER, timeout=SLOW_MS)
    assert states(page) == ["done"], table(page, "Running audits")
    assert table(page, "Running audits")[0][4] == "Code rules"
    press(page, "1")
    page.qtbot.waitUntil(lambda: bool(table(page, "Audits of the project")))
    (strict,) = table(page, "Audits of the project")
    assert strict[:2] == ["Code rules", "failed"]
    assert " of " in strict[3]
    assert int(strict[4]) >= 3
    press(page, "2")
    page.qtbot.waitUntil(lambda: bool(table(page, "Findings")))
    rules = {line[1] for line in table(page, "Findings")}
    assert {"STR01", "STR03"} <= rules
    source = by_name(page.window, "Source code", QPlainTextEdit)
    page.qtbot.waitUntil(lambda: source.toPlainText().startswith("def total(:"))
    assert sees(page.window, "Why it matters", "How to mend it", HOSTILE)
    assert source.textCursor().blockNumber() == 0
    _dismissed(page)


def _dismissed(page: Stage) -> None:
    """Dismiss the worst finding with a reason; it leaves the list and the score, and can be taken back."""
    press(page, "D")
    page.qtbot.waitUntil(lambda: bool(page.window.findChildren(DismissalDialog)))
    stood = page.window.focusWidget()
    QTest.keyClick(page.window.findChildren(DismissalDialog)[-1], Qt.Key.Key_Escape)  # by keys alone, and back
    page.qtbot.waitUntil(lambda: not page.window.findChildren(DismissalDialog))
    assert page.window.focusWidget() is stood
    press(page, "D")
    page.qtbot.waitUntil(lambda: bool(page.window.findChildren(DismissalDialog)))
    dialog = page.window.findChildren(DismissalDialog)[-1]
    go = by_name(dialog, "Dismiss", QPushButton)
    assert not go.isEnabled()
    by_name(dialog, "Reason", QLineEdit).setText("A sample that shows what does not parse.")
    click(page, go)
    page.qtbot.waitUntil(lambda: "STR01" not in {line[1] for line in table(page, "Findings")})
    page.qtbot.waitUntil(lambda: sees(page.window, "1 dismissed"))
    press(page, "6")
    page.qtbot.waitUntil(lambda: bool(table(page, "Dismissed findings")))
    assert table(page, "Dismissed findings")[0][:3] == ["shop", "STR01", "dismissed"]
    view = by_name(page.window, "Dismissed findings", QAbstractItemView)
    view.setCurrentIndex(view.model().index(0, 0))
    click(page, by_name(page.window, "Take the dismissal back", QPushButton))
    page.qtbot.waitUntil(lambda: sees(page.window, "the finding counts again"))
    press(page, "2")
    page.qtbot.waitUntil(lambda: "STR01" in {line[1] for line in table(page, "Findings")})


def test_a_project_that_cannot_be_cloned_says_why_and_stays_so(page: Stage) -> None:
    page.window.show_page(Destination("audits", project="gone"))
    audit(page, AuditName.STRICT)
    page.qtbot.waitUntil(lambda: set(states(page)) <= OVER, timeout=SLOW_MS)
    assert states(page) == ["failed"]
    press(page, "1")
    page.qtbot.waitUntil(lambda: "/nowhere/at/all" in table(page, "Projects")[0][4], timeout=SLOW_MS)
    assert table(page, "Projects")[0][0] == "gone"
    page.qtbot.waitUntil(lambda: sees(page.window, "The last try failed:"))


def test_all_shown_projects_are_asked_for_at_once_and_cancelled(page: Stage) -> None:
    press(page, "A", shift=True)
    page.qtbot.waitUntil(lambda: bool(page.window.findChildren(AuditDialog)))
    dialog = page.window.findChildren(AuditDialog)[-1]
    assert sees(dialog, "Audit 2 projects")
    priority = by_name(dialog, "Priority", QComboBox)
    priority.setCurrentIndex(priority.findText("urgent"))
    click(page, by_name(dialog, "Audit now", QPushButton))
    page.qtbot.waitUntil(lambda: len(table(page, "Running audits")) == 2)
    assert {line[8] for line in table(page, "Running audits")} == {"urgent"}
    click(page, by_name(page.window, "Cancel all", QPushButton))
    page.qtbot.waitUntil(lambda: set(states(page)) <= {"cancelled", "failed"}, timeout=SLOW_MS)


def test_an_estate_without_projects_shows_how_to_add_some(make_stage: MakeStage) -> None:
    stage = opened(make_stage)
    stage.qtbot.waitUntil(lambda: sees(stage.window, "The estate has no projects"))
    click(stage, by_name(stage.window, "Import projects …", QPushButton))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "More projects", "Webhooks"))
    click(stage, by_name(stage.window, "Propose", QPushButton))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "The estate has no forge; use a list."))


def test_findings_are_filtered_by_severity_rule_and_correction(page: Stage) -> None:
    page.window.show_page(Destination("audits", project="shop", tab="findings"))
    tab = page.window.findChildren(FindingTab)[0]
    asked: list[FindingFilter] = []
    tab.bar.changed.connect(asked.append)
    press(page, "V")
    assert asked[-1].severity == "critical"
    tab.bar.choose("strict", "STR02")
    assert (asked[-1].audit, asked[-1].rule) == ("strict", "STR02")
    click(page, by_name(page.window, "Only STR02: show all", QPushButton))
    assert (asked[-1].audit, asked[-1].rule) == ("", "")


def test_the_grid_holds_hundreds_of_projects_and_filters_them(make_stage: MakeStage) -> None:
    stage = opened(
        make_stage, *(Project(key=f"service-{n:03}", url=f"https://forge.example/{n}.git") for n in range(500))
    )
    stage.qtbot.waitUntil(lambda: len(table(stage, "Projects")) == 500)
    assert sees(stage.window, "500 projects, the worst first")
    press(stage, "/")
    field = stage.window.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "service-49")
    stage.qtbot.waitUntil(lambda: len(table(stage, "Projects")) == 10)
    assert sees(stage.window, "10 of 500 projects")
