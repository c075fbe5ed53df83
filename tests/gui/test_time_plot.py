"""Plots: units, readout, gaps, decimation, one redraw a frame. (proves quality bar "live plot", research/qt.md §4)"""

import math
import re

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.unit import Unit
from console.presenters.format import local_time
from tests.fakes.reading import sees, spoken_description, visible_texts
from views.bridge import Bridge
from views.plots.decimate import decimate
from views.plots.plot_series import PlotLimit, PlotSeries
from views.plots.redraw_turn import turn_of
from views.plots.time_plot import TimePlot
from views.theme.theme import Theme

START = 1_790_000_000.0


@pytest.fixture
def plot(qtbot: QtBot, theme: Theme, bridge: Bridge) -> TimePlot:
    made = TimePlot(theme, bridge, "Latency p95", Unit.SECONDS)
    made.resize(800, 300)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def series(name: str, value: float, count: int = 100) -> PlotSeries:
    return PlotSeries(name, [START + 15.0 * step for step in range(count)], [value] * count)


def colours_of(plot: TimePlot) -> set[str]:
    picture = plot.grab().toImage()
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


def test_a_plot_without_points_says_so(plot: TimePlot, qtbot: QtBot) -> None:
    plot.show_series([], START, START + 900)
    assert sees(plot, "Latency p95", "No points in this time range.")


def test_lines_limits_and_last_values_are_shown_with_their_unit(plot: TimePlot, theme: Theme, qtbot: QtBot) -> None:
    tokens = theme.tokens.colours
    plot.show_series(
        [series("Tokyo", 0.25), series("Osaka", 0.4)], START, START + 1500, [PlotLimit("objective", 0.3, "critical")]
    )
    qtbot.waitUntil(lambda: {tokens["plot_1"], tokens["plot_2"], tokens["critical"]} <= colours_of(plot))
    assert sees(plot, "Tokyo 250 ms, Osaka 400 ms")
    assert spoken_description(plot) == "Tokyo: 250 ms, Osaka: 400 ms"


def test_what_is_no_number_parts_a_line_and_the_others_are_seen(plot: TimePlot, theme: Theme, qtbot: QtBot) -> None:
    broken = [1.0] * 40 + [math.nan] * 20 + [2.0, math.inf] * 20
    plot.show_series(
        [PlotSeries("Tokyo", [START + 15.0 * step for step in range(100)], broken), series("Osaka", 3.0)],
        START,
        START + 1500,
    )
    qtbot.waitUntil(lambda: {theme.tokens.colours["plot_1"], theme.tokens.colours["plot_2"]} <= colours_of(plot))


def test_the_mouse_reads_out_the_values_of_a_moment(plot: TimePlot, qtbot: QtBot) -> None:
    rising = PlotSeries("Tokyo", [START + step for step in range(1000)], [step / 1000 for step in range(1000)])
    plot.show_series([rising], START, START + 999)
    qtbot.waitUntil(lambda: sees(plot, "Tokyo 999 ms"))
    canvas = plot.childAt(400, 200)
    QTest.mouseMove(canvas, QPoint(canvas.width() // 2, canvas.height() // 2))
    qtbot.waitUntil(lambda: not sees(plot, "Tokyo 999 ms"))
    told = re.search(r"Tokyo (\d+) ms", visible_texts(plot)[-1])
    assert told is not None
    value = int(told[1])  # a second has a thousandth more than the one before
    assert 300 < value < 700
    moments = [local_time(START + second) for second in (value - 1, value)]  # the sample that is next to the mouse
    assert any(sees(plot, f"{one} Tokyo {value} ms") for one in moments)


def test_plots_redraw_one_per_frame(qapp: QApplication, bridge: Bridge, qtbot: QtBot) -> None:
    frame, log = [0], list[tuple[int, str]]()
    bridge.ticked.connect(lambda: frame.__setitem__(0, frame[0] + 1))

    class Noted:
        def __init__(self, name: str) -> None:
            self.name = name

        def redraw(self) -> None:
            log.append((frame[0], self.name))

    turn = turn_of(bridge)
    plots = [Noted(str(number)) for number in range(5)]
    for one in [*plots, *plots]:
        turn.ask(one)
    qtbot.waitUntil(lambda: len(log) == 5)
    assert [name for _frame, name in log] == ["0", "1", "2", "3", "4"]
    assert len({at for at, _name in log}) == 5


def test_a_hidden_plot_is_not_drawn_until_it_is_seen(plot: TimePlot, theme: Theme, qtbot: QtBot) -> None:
    plot.hide()
    plot.show_series([series("Tokyo", 0.25)], START, START + 1500)
    plot.redraw()
    assert theme.tokens.colours["plot_1"] not in colours_of(plot)
    plot.show()
    qtbot.waitUntil(lambda: theme.tokens.colours["plot_1"] in colours_of(plot))


def test_decimation_keeps_peaks_and_ends_within_the_pixels() -> None:
    times = np.arange(100_000, dtype=float)
    values = np.sin(times / 1000)
    values[54_321] = 50.0
    values[12_345] = -50.0
    fewer_times, fewer = decimate(times, values, 800)
    assert len(fewer) <= 1_600
    assert fewer.max() == 50.0
    assert fewer.min() == -50.0
    assert abs(fewer_times[list(fewer).index(50.0)] - 54_321) < 125  # within its pixel
    assert (np.diff(fewer_times) >= 0).all()
    assert (fewer_times[0], fewer_times[-1]) == (times[0], times[-1])


@pytest.mark.parametrize("count", [3_201, 3_999, 4_000, 4_001, 5_555])
def test_decimation_shows_a_series_from_its_first_to_its_last_moment(count: int) -> None:
    times = np.arange(count, dtype=float)
    values = np.where(times < 300, 7.0, 1.0)
    fewer_times, fewer = decimate(times, values, 800)
    assert (fewer_times[0], fewer_times[-1], len(fewer_times) <= 1_610) == (0.0, count - 1.0, True)
    assert sorted({*fewer_times[fewer == 7.0]})[-1] <= 300


def test_decimation_keeps_gaps_and_leaves_short_series_alone() -> None:
    times = np.arange(10_000, dtype=float)
    values = np.ones(10_000)
    values[4_000:6_000] = math.nan
    _times, fewer = decimate(times, values, 100)
    assert np.isnan(fewer).any()
    assert np.nanmax(fewer) == 1.0
    short_times, short = decimate(times[:50], values[:50], 100)
    assert (len(short_times), len(short)) == (50, 50)
