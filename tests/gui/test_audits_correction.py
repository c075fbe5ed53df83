"""A correction in the window: proven in a copy, saved as a patch or put on a branch. Proves G1.2."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton

from console.domain.audit.audit_name import AuditName
from console.estate.schema.project import Project
from tests.fakes.planted_repository import PlantedRepository
from tests.fakes.reading import by_name, reply, sees
from tests.gui.conftest import Stage
from tests.gui.test_audits_page import FILES, OVER, SLOW_MS, MakeStage, audit, click, opened, press, states, table
from views.audits.finding_tab import FindingTab
from views.dialogs.question_dialog import QuestionDialog
from views.page import Destination


@pytest.fixture
def planted(tmp_path: Path) -> PlantedRepository:
    """A small repository without updates of its dependencies."""
    made = PlantedRepository(tmp_path / "shop")
    made.commit(FILES)
    return made


@pytest.fixture
def page(make_stage: MakeStage, planted: PlantedRepository) -> Stage:
    """The page over that repository."""
    stage = opened(make_stage, Project(key="shop", url=planted.folder.as_uri(), team="content"))
    stage.qtbot.waitUntil(lambda: len(table(stage, "Projects")) == 1, timeout=SLOW_MS)
    return stage


@pytest.mark.slow
def test_a_correction_is_proven_in_a_copy_and_saved_as_a_patch(
    page: Stage, planted: PlantedRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, before = tmp_path / "corrections.patch", planted.git("status", "--porcelain")
    page.window.show_page(Destination("audits", project="shop"))
    audit(page, AuditName.SERVANT)
    page.qtbot.waitUntil(lambda: set(states(page)) <= OVER, timeout=SLOW_MS)
    press(page, "2")
    page.qtbot.waitUntil(lambda: "SRV05" in {line[1] for line in table(page, "Findings")})
    tab = page.window.findChildren(FindingTab)[0]
    tab.table.select_key(next(one.key for one in tab.table.shown_rows() if one.finding.rule == "SRV05"))
    press(page, "S")
    assert not by_name(page.window, "Save as patch file …", QPushButton).isEnabled()
    assert not by_name(page.window, "Open a pull request …", QPushButton).isEnabled()
    click(page, by_name(page.window, "Prepare and prove", QPushButton))
    save = by_name(page.window, "Save as patch file …", QPushButton)
    page.qtbot.waitUntil(save.isEnabled, timeout=SLOW_MS)
    assert sees(page.window, "SRV05: findings corrected: 1", "Nothing has been applied.")
    monkeypatch.setattr("views.dialogs.dialogs.Dialogs.choose_new_file", lambda _self, *given: given[-1](file))
    click(page, save)
    page.qtbot.waitUntil(file.exists)
    assert ".github/dependabot.yml" in file.read_text()
    _put_on_a_branch(page, planted)
    assert planted.git("status", "--porcelain") == before
    click(page, by_name(page.window, "Open a pull request …", QPushButton))
    page.qtbot.waitUntil(lambda: sees(page.window, "This is no https or ssh address of a repository."))


def _put_on_a_branch(page: Stage, planted: PlantedRepository) -> None:
    """Choose the working copy and a name; the branch has the correction, what is checked out has not."""
    click(page, by_name(page.window, "Put on a new branch …", QPushButton))
    (folder,) = page.window.findChildren(QFileDialog)
    folder.fileSelected.emit(str(planted.folder))
    folder.reject()
    page.qtbot.waitUntil(lambda: bool(page.window.findChildren(QuestionDialog)))
    (name,) = page.window.findChildren(QuestionDialog)
    assert name.findChild(QLineEdit).text().startswith("console-audit/SRV05-")
    reply(name, "console-audit/updates")
    page.qtbot.waitUntil(lambda: sees(page.window, "The branch console-audit/updates is in"))
    assert ".github/dependabot.yml" in planted.git("ls-tree", "-r", "--name-only", "console-audit/updates").split()
    assert planted.git("branch", "--show-current") == "main"
    assert not (planted.folder / ".github").exists()
