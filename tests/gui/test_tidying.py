"""What closed windows leave is collected, although the collector itself is set to wait. Proves issue 8 "Soak"."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent

from tests.gui.conftest import Stage
from views import tidying
from views.page import Destination
from views.tidying import AGAIN_S, EVERY_S, QUIET_S, Tidying

HERE = QPointF(40, 40)


@pytest.fixture(autouse=True)
def _collector_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the program, where it practically never looks at old objects."""
    monkeypatch.setattr(tidying, "LOOK_MS", 20)
    monkeypatch.setattr(tidying, "MOST_YOUNG", 10**9)  # a window that has just been made is young, too
    assert not gc.isenabled()


def _rubbish() -> "weakref.ref[object]":
    marked = type("Marked", (), {})()
    marked.itself = marked
    return weakref.ref(marked)


def _looks(stage: Stage, tidy: Tidying, times: int = 3) -> None:
    """Wait until it has looked that often."""
    seen: list[None] = []
    timer = tidy.findChild(QTimer, "tidying")
    assert timer is not None
    timer.timeout.connect(lambda: seen.append(None))
    stage.qtbot.waitUntil(lambda: len(seen) >= times)


def test_a_closed_window_is_collected_soon(stage: Stage) -> None:
    kept = weakref.ref(stage.desktop.open_window(Destination("overview")))
    tidy = Tidying(stage.desktop, stage.clock)
    window = kept()
    assert window is not None
    window.close()
    del window
    _looks(stage, tidy)
    assert kept() is not None, "somebody has just closed it by hand"
    stage.clock.advance(QUIET_S)
    stage.qtbot.waitUntil(lambda: kept() is None)
    tidy.deleteLater()


def test_a_window_that_is_held_by_work_on_its_way_is_collected_when_that_has_ended(stage: Stage) -> None:
    window = stage.desktop.open_window(Destination("overview"))
    held, kept, tidy = [window], weakref.ref(window), Tidying(stage.desktop, stage.clock)
    window.close()
    del window
    _looks(stage, tidy)
    stage.clock.advance(QUIET_S)
    _looks(stage, tidy)
    assert stage.desktop.left == 1
    held.clear()
    stage.clock.advance(AGAIN_S - QUIET_S)
    _looks(stage, tidy)
    assert kept() is not None, "nobody looks for it yet"
    stage.clock.advance(QUIET_S)
    _looks(stage, tidy)
    stage.clock.advance(QUIET_S)
    stage.qtbot.waitUntil(lambda: kept() is None)
    assert stage.desktop.left == 0
    tidy.deleteLater()


def test_a_window_that_the_collector_was_told_to_leave_out_is_collected_too(stage: Stage) -> None:
    kept = weakref.ref(stage.desktop.open_window(Destination("overview")))
    gc.freeze()
    tidy = Tidying(stage.desktop, stage.clock)
    try:
        window = kept()
        assert window is not None
        window.close()
        del window
        _looks(stage, tidy)
        stage.clock.advance(QUIET_S)
        stage.qtbot.waitUntil(lambda: kept() is None)
    finally:
        gc.unfreeze()
        tidy.deleteLater()


def test_a_window_that_stays_is_looked_for_ever_more_seldom(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    tidied: list[float] = []
    monkeypatch.setattr(tidying, "tidy_up", lambda: tidied.append(stage.clock.monotonic()))
    held, tidy, began_s = stage.desktop.open_window(Destination("overview")), None, stage.clock.monotonic()
    tidy = Tidying(stage.desktop, stage.clock)
    held.close()
    for _ in range(24):
        _looks(stage, tidy)
        stage.clock.advance(QUIET_S)
    assert [round(one - began_s) for one in tidied] == [5, 20, 45, 90]
    tidy.deleteLater()


def test_what_is_young_is_collected_between_frames_and_on_no_other_thread(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "MOST_YOUNG", 1_000)
    tidy, where = Tidying(stage.desktop, stage.clock), list[int]()
    ended: list[str] = []

    def make_much() -> None:
        marked = type("Marked", (), {})()
        marked.itself = marked
        weakref.finalize(marked, lambda: where.append(threading.get_ident()))
        del marked
        kept: list[list[int]] = [[] for _ in range(200_000)]
        ended.append(f"{len(kept)}")

    other = threading.Thread(target=make_much)
    other.start()
    other.join()
    stage.qtbot.waitUntil(lambda: where == [threading.get_ident()])
    assert ended == ["200000"]
    tidy.deleteLater()


def test_without_closed_windows_it_collects_now_and_then(stage: Stage) -> None:
    tidy, kept = Tidying(stage.desktop, stage.clock), _rubbish()
    stage.clock.advance(EVERY_S - 1)
    _looks(stage, tidy)
    stage.clock.advance(1)
    _looks(stage, tidy)
    assert kept() is not None, "it was quiet for no time yet"
    stage.clock.advance(QUIET_S)
    stage.qtbot.waitUntil(lambda: kept() is None)
    tidy.deleteLater()


@pytest.mark.parametrize(
    "touch",
    [
        lambda: QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier),
        lambda: QMouseEvent(
            QEvent.Type.MouseMove,
            HERE,
            HERE,
            Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        ),
    ],
    ids=["a key", "the mouse"],
)
def test_it_waits_while_somebody_is_at_work(stage: Stage, touch: object) -> None:
    """Looking at all objects holds the window up: not while a hand could notice."""
    assert callable(touch)
    handle = stage.show().windowHandle()
    tidy, kept = Tidying(stage.desktop, stage.clock), _rubbish()
    stage.clock.advance(EVERY_S)
    for _ in range(4):
        _looks(stage, tidy)
        stage.clock.advance(QUIET_S - 1)
        QCoreApplication.sendEvent(handle, touch())
    _looks(stage, tidy)
    assert kept() is not None
    stage.clock.advance(QUIET_S)
    stage.qtbot.waitUntil(lambda: kept() is None)
    tidy.deleteLater()
