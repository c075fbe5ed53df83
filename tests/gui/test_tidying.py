"""What closed windows leave is collected, although the collector itself is set to wait. Proves issue 8 "Soak"."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from tests.gui.conftest import Stage
from views import tidying
from views.page import Destination
from views.tidying import Tidying


@pytest.fixture
def _collector_waits() -> Iterator[None]:
    """As in the program, where it practically never looks at old objects."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_collector_waits")
def test_a_closed_window_is_collected_soon(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "LOOK_MS", 20)
    kept = weakref.ref(stage.desktop.open_window(Destination("overview")))
    tidy = Tidying(stage.desktop)
    window = kept()
    assert window is not None
    window.close()
    del window
    stage.qtbot.waitUntil(lambda: kept() is None)
    tidy.deleteLater()


@pytest.mark.usefixtures("_collector_waits")
def test_without_closed_windows_it_collects_now_and_then(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "LOOK_MS", 20)
    monkeypatch.setattr(tidying, "EVERY", 3)
    tidy = Tidying(stage.desktop)
    marked = type("Marked", (), {})()
    marked.itself, kept = marked, weakref.ref(marked)
    del marked
    assert kept() is not None
    stage.qtbot.waitUntil(lambda: kept() is None)
    tidy.deleteLater()
