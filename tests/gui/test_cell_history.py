"""The course of a cell's signals: asked for with the shown query, only its own, offline from the local history (C5)."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabBar

from console.domain.event import SeriesObserved, SignalsObserved
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.kernel.errors import ConnectorError, ErrorKind
from console.ports.metric import Answer, Series
from console.store.history.history import History
from tests.fakes.played_connector import PlayedConnector
from tests.fakes.reading import sees
from tests.gui.conftest import Stage
from views.page import Destination
from views.plots.time_plot import TimePlot

_LEFT = Qt.MouseButton.LeftButton
QUERY = 'sum by (cell) (rate(requests_total{cell=~"tokyo|osaka"}[5m]))'


class PlayedMetrics:
    """Answers every range query with a line for two cells, or fails."""

    def __init__(self, error: ConnectorError | None = None) -> None:
        self.error = error
        self.asked: list[tuple[str, float, float, float]] = []

    async def query_range(self, promql: str, start_s: float, end_s: float, step_s: float) -> Answer:
        self.asked.append((promql, start_s, end_s, step_s))
        if self.error is not None:
            raise self.error
        times = np.arange(start_s, end_s, step_s)
        return Answer(
            tuple(
                Series({"cell": cell, "service": f"api-of-{cell}"}, times, np.full(len(times), value))
                for cell, value in (("tokyo", 120.0), ("osaka", 7.0))
            )
        )


def open_history(stage: Stage) -> None:
    """Open Tokyo's history in the first window."""
    now = stage.clock.now().timestamp()
    read = {SignalKey("rps", cell): Reading(value, now, QUERY) for cell, value in (("tokyo", 120.0), ("osaka", 7.0))}
    stage.play(SignalsObserved("metrics", read, now))
    stage.desktop.open_window(Destination("cell", cell="tokyo"))
    window = stage.desktop.windows[-1]
    bar = next(one for one in window.findChildren(QTabBar) if one.isVisible())
    names = [bar.tabText(place) for place in range(bar.count())]
    QTest.mouseClick(bar, _LEFT, pos=bar.tabRect(names.index("History")).center())


def history_over(make_stage: Callable[..., Stage], metrics: PlayedMetrics) -> Stage:
    """Make a stage over a metric server, with Tokyo's history open in a window of its own."""
    stage = make_stage(metrics=PlayedConnector("metrics", "prometheus", metrics=metrics))  # type: ignore[arg-type]
    stage.show()
    stage.open_estate()
    open_history(stage)
    return stage


def test_the_plot_asks_with_the_query_behind_the_number_and_shows_only_this_cell(
    make_stage: Callable[..., Stage],
) -> None:
    metrics = PlayedMetrics()
    stage = history_over(make_stage, metrics)
    window = stage.desktop.windows[-1]
    stage.qtbot.waitUntil(lambda: sees(window, "Request rate", "api-of-tokyo 120/s"))
    assert not sees(window, "api-of-osaka")
    promql, start_s, end_s, step_s = metrics.asked[0]
    assert promql == QUERY
    assert (end_s - start_s, step_s) == (3600.0, 15.0)


def test_without_the_server_the_local_history_is_shown_and_said_so(
    make_stage: Callable[..., Stage], tmp_path: Path
) -> None:
    error = ConnectorError(ErrorKind.UNREACHABLE, "Prometheus does not answer.", "Check the network.")
    metrics = PlayedConnector("metrics", "prometheus", metrics=PlayedMetrics(error))  # type: ignore[arg-type]
    stage = make_stage(metrics=metrics)
    now = stage.clock.now().timestamp()
    stage.session._history = History(tmp_path / "history.sqlite")
    times = tuple(now - 1800 + 60 * step for step in range(30))
    assert stage.session.history is not None
    stage.session.history.append("shop", [SeriesObserved(SignalKey("rps", "tokyo"), times, (55.0,) * 30)])
    stage.show()
    stage.open_estate()
    open_history(stage)
    window = stage.desktop.windows[-1]
    stage.qtbot.waitUntil(lambda: sees(window, "From the local history, because: Prometheus does not answer."))
    stage.qtbot.waitUntil(lambda: sees(window, "Tokyo 55.0/s"))


class SlowMetrics(PlayedMetrics):
    """Answers the first question only when the test lets it, and tells when it has."""

    def __init__(self) -> None:
        super().__init__()
        self.let, self.answered = asyncio.Event(), False

    async def query_range(self, promql: str, start_s: float, end_s: float, step_s: float) -> Answer:
        answer = await super().query_range(promql, start_s, end_s, step_s)
        if len(self.asked) == 1:
            await self.let.wait()
            self.answered = True
        return answer


def test_the_course_of_another_cell_that_comes_late_is_dropped(make_stage: Callable[..., Stage]) -> None:
    metrics = SlowMetrics()
    stage = history_over(make_stage, metrics)
    window = stage.desktop.windows[-1]
    stage.qtbot.waitUntil(lambda: len(metrics.asked) == 1)
    window.show_page(Destination("cell", cell="osaka"))
    stage.qtbot.waitUntil(lambda: sees(window, "api-of-osaka 7.00/s"))
    stage.session.runtime.loop.call_soon_threadsafe(metrics.let.set)
    stage.qtbot.waitUntil(lambda: metrics.answered)
    told: list[bool] = []
    window._context().bridge.later(lambda: told.append(True))
    stage.qtbot.waitUntil(lambda: bool(told))
    (plot,) = [one for one in window.findChildren(TimePlot) if one.isVisible() and one._series]
    assert [one.name for one in plot._series] == ["api-of-osaka"]


def test_until_a_cell_is_answered_for_no_other_course_stands_under_its_name(make_stage: Callable[..., Stage]) -> None:
    metrics = PlayedMetrics()
    stage = history_over(make_stage, metrics)
    window = stage.desktop.windows[-1]
    stage.qtbot.waitUntil(lambda: sees(window, "api-of-tokyo 120/s"))
    plots = [one for one in window.findChildren(TimePlot) if one.isVisible()]
    window.show_page(Destination("cell", cell="frankfurt"))
    assert [one for one in plots if one._series] == []


def test_a_connection_that_is_not_there_yet_is_told_on_the_tab_not_as_a_fault(
    make_stage: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = make_stage()
    stage.show()
    stage.open_estate()
    monkeypatch.setattr(stage.session, "_connectors", {})  # as between the opening of an estate and its connections
    faults: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: faults.append(error))
    open_history(stage)
    window = stage.desktop.windows[-1]
    stage.qtbot.waitUntil(lambda: bool(faults) or sees(window, "From the local history, because: The open estate has"))
    assert faults == []
