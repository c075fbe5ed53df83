"""A window is never blank: three doors, progress, failures in one sentence. (proves product.md "First start")"""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from console.estate.discovery import Proposal, Reason
from console.estate.load import LoadedEstate
from console.kernel.errors import UserError
from tests.fakes.reading import by_name, sees, top_window
from tests.fakes.sample_estate import sample_estate
from tests.gui.conftest import Stage


@pytest.fixture
def fresh(make_stage: Callable[..., Stage]) -> Stage:
    """A window without an estate."""
    stage = make_stage()
    stage.opener.remembered = [Path("/estates/payments.yaml")]
    stage.show()
    return stage


def test_the_first_start_shows_three_doors_with_the_focus_on_the_lab(fresh: Stage) -> None:
    assert sees(fresh.window, "Open the lab", "Use my kubeconfig", "Open an estate file")
    assert fresh.window.focusWidget() is by_name(fresh.window, "Open the lab")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_the_first_door_is_one_key_away(fresh: Stage, key: Qt.Key) -> None:
    QTest.keyClick(fresh.window.focusWidget(), key)
    assert "lab" in fresh.opener.asked


def test_the_lab_shows_its_progress_and_can_be_cancelled(fresh: Stage) -> None:
    QTest.keyClick(by_name(fresh.window, "Open the lab"), Qt.Key.Key_Space)
    assert fresh.opener.progress is not None
    fresh.opener.progress("Writing 90 days of history", 0.4)
    fresh.qtbot.waitUntil(lambda: sees(fresh.window, "Starting the lab", "Writing 90 days of history"))
    QTest.mouseClick(by_name(fresh.window, "Cancel"), Qt.MouseButton.LeftButton)
    assert fresh.opener.asked["lab"].cancelled()
    fresh.qtbot.waitUntil(lambda: not sees(fresh.window, "Starting the lab"))


def test_a_ready_lab_opens_its_estate_and_is_labelled_as_simulated(fresh: Stage) -> None:
    QTest.mouseClick(by_name(fresh.window, "Open the lab"), Qt.MouseButton.LeftButton)
    file = Path("/lab/estate.yaml")
    fresh.opener.asked["lab"].set_result(file)
    fresh.qtbot.waitUntil(lambda: fresh.opener.files == [file])
    fresh.opener.asked["file"].set_result(LoadedEstate(sample_estate("lab"), file))
    fresh.qtbot.waitUntil(lambda: sees(fresh.window, "Shop, production", "lab: simulated"))
    assert not sees(fresh.window, "Use my kubeconfig")
    assert fresh.opener.remembered[0] == file


def test_a_failure_is_told_in_one_sentence_with_a_hint_and_the_doors_stay(fresh: Stage) -> None:
    QTest.mouseClick(by_name(fresh.window, "Open the lab"), Qt.MouseButton.LeftButton)
    fresh.opener.asked["lab"].set_exception(UserError("Prometheus is not installed.", "Run make setup."))
    fresh.qtbot.waitUntil(lambda: sees(fresh.window, "Prometheus is not installed.", "Run make setup."))
    assert sees(fresh.window, "Use my kubeconfig")
    assert not sees(fresh.window, "Starting the lab")


def test_a_proposal_is_shown_before_anything_is_saved(fresh: Stage, tmp_path: Path) -> None:
    QTest.mouseClick(by_name(fresh.window, "Use my kubeconfig"), Qt.MouseButton.LeftButton)
    reason = Reason("tokyo", "tokyo: the namespace is labelled cell=tokyo.")
    fresh.opener.asked["discover"].set_result(Proposal(sample_estate(), (reason,)))
    fresh.qtbot.waitUntil(lambda: sees(fresh.window, "This is what was found", "2 clusters, 3 cells"))
    assert sees(fresh.window, "tokyo", "cell-tokyo", "tokyo: the namespace is labelled cell=tokyo.")
    assert fresh.opener.saved == []
    QTest.mouseClick(by_name(fresh.window, "Save and open …"), Qt.MouseButton.LeftButton)
    dialog = top_window(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.findChild(QLineEdit).setText(str(tmp_path / "shop.yaml"))
    dialog.accept()
    fresh.qtbot.waitUntil(lambda: fresh.opener.saved == [tmp_path / "shop.yaml"])


def test_a_proposal_can_be_thrown_away(fresh: Stage) -> None:
    QTest.mouseClick(by_name(fresh.window, "Use my kubeconfig"), Qt.MouseButton.LeftButton)
    fresh.opener.asked["discover"].set_result(Proposal(sample_estate(), ()))
    fresh.qtbot.waitUntil(lambda: sees(fresh.window, "This is what was found"))
    QTest.mouseClick(by_name(fresh.window, "Cancel"), Qt.MouseButton.LeftButton)
    assert sees(fresh.window, "Open the lab")
    assert fresh.opener.saved == []


def test_a_recent_estate_opens_with_one_click(fresh: Stage) -> None:
    QTest.mouseClick(by_name(fresh.window, "Open /estates/payments.yaml"), Qt.MouseButton.LeftButton)
    assert fresh.opener.files == [Path("/estates/payments.yaml")]


def test_the_settings_are_reachable_without_an_estate(fresh: Stage) -> None:
    QTest.mouseClick(by_name(fresh.window, "Connections & settings"), Qt.MouseButton.LeftButton)
    assert sees(fresh.window, "0 in this estate")
    QTest.keyClick(fresh.window.focusWidget(), Qt.Key.Key_Escape)
    assert sees(fresh.window, "Overview", "No estate is open.")
