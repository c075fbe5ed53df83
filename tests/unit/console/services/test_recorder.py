"""The recorder lets go only when what it was writing is written."""

# proves C5

from collections.abc import Iterable
from pathlib import Path
from threading import Event, Thread

import pytest

from console.domain.event import SeriesObserved
from console.kernel.runtime import Runtime
from console.services.recorder import Recorder
from console.store.history.history import History
from console.store.store import Store
from tests.fakes.manual_clock import ManualClock
from tests.fakes.waiting import wait_until


class HeldHistory(History):
    """A history whose next write waits until it is let go."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.begun, self.go = Event(), Event()

    def append(self, estate: str, events: Iterable[SeriesObserved]) -> None:
        """Write, when allowed to."""
        self.begun.set()
        assert self.go.wait(10.0)
        super().append(estate, events)


def test_closing_waits_for_a_write_on_its_way_and_nothing_writes_afterwards(
    runtime: Runtime, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store, history = Store(), HeldHistory(tmp_path / "history.sqlite")
    recorder = Recorder(runtime, store, history, ManualClock(), "shop")

    def let_go() -> None:
        recorder.close()
        history.close()

    writing, closing = Thread(target=recorder.flush), Thread(target=let_go)
    writing.start()
    wait_until(history.begun.is_set)
    closing.start()
    closing.join(0.1)
    assert closing.is_alive()
    history.go.set()
    for thread in (writing, closing):
        thread.join(10.0)
    recorder.flush()  # as of a round that had been queued
    assert (recorder.error, caplog.text) == ("", "")
