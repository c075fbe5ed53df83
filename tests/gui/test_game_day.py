"""A game day in the window: agreed, nothing given away, said, ended, learned from (product P12)."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QPushButton

from console.domain.game_day.game_day import MarkWord
from console.domain.lab_scenario import LabScenario
from console.kernel.errors import UserError
from console.services.game_days.game_desk import GameDesk
from tests.fakes.game_lab import GameLabForTests
from tests.fakes.reading import by_name, lines_of, sees
from tests.gui.conftest import Stage
from views.lab.game_panel import GamePanel
from views.lab.lab_board import LabBoard
from views.page import Destination


class LabDeskForTests(GameLabForTests):
    """The lab desk as the page sees it, with game days that are driven by the test's clock."""

    history_share: float | None = 1.0

    def __init__(self, stage: Stage, folder: Path) -> None:
        super().__init__()
        self._made = GameDesk(stage.session.runtime, stage.clock, folder, self, stage.session.trail)

    def games(self, _clock: Any, _trail: Any) -> GameDesk:
        """The game days of this lab."""
        return self._made


@pytest.fixture
def lab(stage: Stage, tmp_path: Path) -> Iterator[LabDeskForTests]:
    """The Lab page with a lab in front."""
    made = LabDeskForTests(stage, tmp_path / "gamedays")
    stage.session.lab = made  # type: ignore[assignment]
    stage.window.show_page(Destination("lab", tab="games"))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Begin a game day"))
    yield made
    made.games(None, None).close()
    stage.session.lab = None


def click(stage: Stage, name: str) -> None:
    stage.qtbot.mouseClick(by_name(stage.window, name, QPushButton), Qt.MouseButton.LeftButton)


def test_a_game_day_from_the_agreement_to_the_debrief(stage: Stage, lab: LabDeskForTests) -> None:
    games = lab.games(None, None)
    click(stage, "Begin a game day")
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Something breaks before"))
    assert by_name(stage.window, "It is healed, and I have checked it", QPushButton).isEnabled() is False
    stage.clock.advance(601)
    stage.qtbot.waitUntil(lambda: bool(lab.commands), timeout=10_000)
    broken = lab.commands[0].removeprefix("start ")
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Something has been broken."), timeout=10_000)
    days = by_name(stage.window, "Game days", QAbstractItemView)
    assert lines_of(days)[0][1] == "hidden until it is over"
    stage.window.show_page(Destination("lab", tab="scenarios"))
    stage.qtbot.waitUntil(lambda: lines_of(by_name(stage.window, "Scenarios", QAbstractItemView)) == [], timeout=10_000)
    stage.window.show_page(Destination("lab", tab="games"))
    click(stage, "Something is wrong")
    stage.qtbot.waitUntil(lambda: sees(stage.window, "You said that something is wrong."), timeout=10_000)
    faults = by_name(stage.window, "What it is", QComboBox)
    faults.setCurrentIndex(faults.findData({"hpa-metrics-missing": "hpa-does-not-scale"}.get(broken, broken)))
    click(stage, "It is this")
    click(stage, "It is healed, and I have checked it")
    stage.qtbot.waitUntil(lambda: sees(stage.window, "The lab says that it is not."), timeout=10_000)
    lab.become(broken, "healed")
    stage.qtbot.waitUntil(lambda: games.book.days[0].first(MarkWord.HEALED) is not None, timeout=10_000)
    click(stage, "It is healed, and I have checked it")
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Healed and checked. It was healed"), timeout=10_000)
    texts = ("90 of 100", "It was called healed too early: 1 time.", "Begin a game day")
    stage.qtbot.waitUntil(lambda: sees(stage.window, *texts))
    stage.qtbot.waitUntil(lambda: lab.commands[1:] == [f"stop {broken}"])


def test_another_window_tells_nothing_of_the_fault_before_it_knows_of_the_game_day(
    stage: Stage, lab: LabDeskForTests
) -> None:
    click(stage, "Begin a game day")
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Something breaks before"))
    stage.clock.advance(601)
    stage.qtbot.waitUntil(lambda: bool(lab.commands), timeout=10_000)
    (first,) = stage.window.findChildren(LabBoard)
    board = LabBoard(first._context)
    stage.qtbot.addWidget(board)
    board._show(lab.scenarios().result())  # the lab answers before the journal of game days is read
    assert board.table.shown_count == 0
    board.ask()
    stage.qtbot.waitUntil(lambda: board._games.is_playing, timeout=10_000)
    assert board.table.shown_count == 0


def test_the_faults_are_told_when_nobody_can_tell_whether_a_game_day_runs(
    stage: Stage, lab: LabDeskForTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_desk: GameDesk) -> tuple[Any, ...]:
        raise UserError("The journal cannot be read.")

    (first,) = stage.window.findChildren(LabBoard)
    board = LabBoard(first._context)
    stage.qtbot.addWidget(board)
    monkeypatch.setattr(GameDesk, "look", fail)
    board.ask()
    stage.qtbot.waitUntil(lambda: board.table.shown_count == 2, timeout=10_000)


def test_the_lab_shows_its_files_only_while_it_is_what_this_window_shows(stage: Stage, lab: LabDeskForTests) -> None:
    assert lab.is_running
    stage.open_estate("production")
    stage.window.show_page(Destination("lab", tab="scenarios"))
    other = "Shop, production: the faults of the lab do not show here"
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Estate of this window", other))
    assert not sees(stage.window, "Kubeconfig")
    stage.open_estate("lab")
    stage.window.show_page(Destination("cell"))
    stage.window.show_page(Destination("lab", tab="scenarios"))
    stage.qtbot.waitUntil(lambda: sees(stage.window, "Estate file", "/estates/shop.yaml", "Kubeconfig"))
    assert not sees(stage.window, "Estate of this window")
    assert sees(stage.window, "History written")
    lab.history_share = None  # no history was asked for, or there is no Prometheus to keep it
    stage.window.show_page(Destination("cell"))
    stage.window.show_page(Destination("lab", tab="scenarios"))
    stage.qtbot.waitUntil(lambda: not sees(stage.window, "History written"))


def test_why_a_game_day_did_not_begin_stays_until_something_else_is_asked(
    stage: Stage, lab: LabDeskForTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_desk: GameDesk, *_given: object, **_more: object) -> None:
        raise UserError("No scenario can be played.", "Take the faults back.")

    with monkeypatch.context() as patched:
        patched.setattr(GameDesk, "begin", refuse)
        click(stage, "Begin a game day")
        stage.qtbot.waitUntil(lambda: sees(stage.window, "No scenario can be played."))
    (panel,) = stage.window.findChildren(GamePanel)
    shown: list[object] = []
    show = panel._show
    monkeypatch.setattr(panel, "_show", lambda days: shown.append(show(days)))
    panel.look()
    stage.qtbot.waitUntil(lambda: bool(shown))
    assert sees(stage.window, "No scenario can be played.")
    click(stage, "Begin a game day")
    assert not sees(stage.window, "No scenario can be played.")


def test_why_a_fault_was_not_injected_stays_until_something_else_is_asked(
    stage: Stage, lab: LabDeskForTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: Future[tuple[LabScenario, ...]] = Future()
    refused.set_exception(UserError("The lab refused.", "Take the fault back."))
    stage.window.show_page(Destination("lab", tab="scenarios"))
    (board,) = stage.window.findChildren(LabBoard)
    stage.qtbot.waitUntil(lambda: board.table.current_row() is not None)
    with monkeypatch.context() as patched:
        patched.setattr(lab, "start_scenario", lambda _id: refused)
        board.steer(start=True)
        stage.qtbot.waitUntil(lambda: sees(stage.window, "The lab refused."))
    board._show(lab.scenarios().result())
    assert sees(stage.window, "The lab refused.")
    board.steer(start=True)
    assert not sees(stage.window, "The lab refused.")
