"""Exporting a review from the window: what is wanted, progress, cancel, where it went. (proves L4.5, C6)"""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from console.actions.action import ACTIONS
from console.settings.appearance import Appearance, Language
from console.settings.settings import Settings
from tests.fakes.played_connector import PlayedConnector, PlayedSource
from tests.gui.conftest import Stage
from views.dialogs.review_dialog import ReviewDialog

LONG_MS = 60_000  # the first export of a process loads a lot


def asked(stage: Stage) -> ReviewDialog:
    """The dialog, opened by the action as the palette does."""
    ACTIONS.get("export-review").run(stage.window._desk)
    found: ReviewDialog = next(one for one in stage.window.findChildren(ReviewDialog) if one.isVisible())
    return found


def button(dialog: ReviewDialog, text: str) -> QPushButton:
    return next(one for one in dialog.findChildren(QPushButton) if one.text() == text and one.isVisibleTo(dialog))


def choose(dialog: ReviewDialog, name: str, data: object) -> None:
    box = next(one for one in dialog.findChildren(QComboBox) if one.accessibleName() == name)
    box.setCurrentIndex(box.findData(data))


def write_to(stage: Stage, dialog: ReviewDialog, file: Path) -> None:
    """Press the button and answer the question for the file."""
    button(dialog, "Choose the file and write …").click()
    chooser = stage.window.findChild(QFileDialog)
    assert chooser is not None
    chooser.fileSelected.emit(str(file))
    chooser.reject()


def told(dialog: ReviewDialog) -> str:
    return dialog._told.text()


@pytest.fixture
def stage(make_stage: Callable[..., Stage]) -> Stage:
    made = make_stage()
    made.show()
    made.open_estate()
    return made


def test_the_action_is_in_the_palette(stage: Stage) -> None:
    assert stage.window.isVisible()
    assert ACTIONS.get("export-review").listed


@pytest.mark.parametrize(("language", "begins"), [("en", "# Capacity review"), ("ja", "# キャパシティレビュー")])
def test_a_review_is_written_in_the_chosen_language_while_the_window_keeps_its_own(
    stage: Stage, qtbot: QtBot, tmp_path: Path, language: str, begins: str
) -> None:
    dialog = asked(stage)
    choose(dialog, "Format", "md")
    choose(dialog, "Language", language)
    dialog._offline.setChecked(True)
    write_to(stage, dialog, tmp_path / "review")
    qtbot.waitUntil(lambda: told(dialog).startswith("Wrote"), timeout=LONG_MS)
    assert (tmp_path / "review.md").read_text(encoding="utf-8").startswith(begins)
    assert button(dialog, "Open the file").isEnabled()
    assert not stage.desktop.around.work.running
    button(dialog, "Close").click()


def test_every_period_and_format_is_offered(stage: Stage) -> None:
    dialog = asked(stage)
    boxes = {one.accessibleName(): one for one in dialog.findChildren(QComboBox)}
    assert [boxes["Format"].itemData(index) for index in range(boxes["Format"].count())] == [
        "pdf", "html", "xlsx", "md", "csv",
    ]  # fmt: skip
    assert "until now" in boxes["Period"].itemText(0)
    assert boxes["Period"].count() == 22
    dialog.reject()


def test_reading_can_be_cancelled_and_leaves_no_file(
    make_stage: Callable[..., Stage], qtbot: QtBot, tmp_path: Path
) -> None:
    slow = PlayedConnector("metrics", "prometheus", played=(PlayedSource("metrics", "slos", ()),))
    stage = make_stage(metrics=slow)
    stage.show()
    stage.open_estate()
    dialog = asked(stage)
    choose(dialog, "Format", "csv")
    write_to(stage, dialog, tmp_path / "review.csv")
    qtbot.waitUntil(lambda: "metrics" in told(dialog), timeout=LONG_MS)
    assert [one.title for one in stage.desktop.around.work.running] == ["Export of review.csv"]
    button(dialog, "Cancel").click()
    qtbot.waitUntil(lambda: "given up" in told(dialog), timeout=LONG_MS)
    assert not (tmp_path / "review.csv").exists()
    assert button(dialog, "Choose the file and write …").isEnabled()
    dialog.reject()


def test_a_folder_that_cannot_be_written_is_told_in_the_dialog(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    dialog = asked(stage)
    choose(dialog, "Format", "csv")
    dialog._offline.setChecked(True)
    write_to(stage, dialog, tmp_path / "file" / "review.csv")
    qtbot.waitUntil(lambda: "cannot be" in told(dialog), timeout=LONG_MS)
    dialog.reject()


def test_it_says_so_in_japanese(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(Settings(appearance=Appearance(language=Language.JAPANESE)))
    stage.show()
    stage.open_estate()
    dialog = asked(stage)
    assert dialog.windowTitle() == "レビューの書き出し"
    assert dialog.language == "ja"
    dialog.reject()
