"""Child process of the plot's benchmark: 200 series of 10,000 points that all move on, drawn by us and by pyqtgraph.

Prints medians as JSON: milliseconds from new points to the painted frame, taken in turn.
"""

import json
import os
import sys
import time
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication

from console.domain.unit import Unit
from console.store.store import Store
from views.app import make_application
from views.bridge import Bridge
from views.plots.plot_series import PlotSeries
from views.plots.time_plot import TimePlot
from views.theme.theme import Theme

FRAMES = 31
STEP_S = 15.0
SIZE = (1200, 700)
BEGIN_S = 1_767_600_000.0


class _Ours:
    def __init__(self, theme: Theme, bridge: Bridge) -> None:
        self._plot = TimePlot(theme, bridge, "Requests", Unit.PER_SECOND)
        self._plot.resize(*SIZE)
        self._plot.show()

    def show(self, times: np.ndarray, values: np.ndarray) -> None:
        """Take new points."""
        series = [PlotSeries(f"pod {place}", times, one) for place, one in enumerate(values)]
        self._plot.show_series(series, float(times[0]), float(times[-1]))
        self._plot.redraw()  # its turn, without waiting for the bridge's next frame


class _Plain:
    def __init__(self, count: int) -> None:
        self._plot = pg.PlotWidget()
        self._plot.resize(*SIZE)
        self._curves = [self._plot.plot(pen=pg.mkPen(pg.intColor(place), width=1)) for place in range(count)]
        self._plot.show()

    def show(self, times: np.ndarray, values: np.ndarray) -> None:
        """Take new points."""
        for curve, one in zip(self._curves, values, strict=True):
            curve.setData(times, one)
        self._plot.setXRange(float(times[0]), float(times[-1]), padding=0)


def main() -> None:
    """Measure and print one line of JSON."""
    count, points = int(sys.argv[1]), int(sys.argv[2])
    application = make_application()
    theme = Theme(application)
    theme.choose("light")
    sides: dict[str, _Ours | _Plain] = {"ours_ms": _Ours(theme, Bridge(Store())), "plain_ms": _Plain(count)}
    walk = np.random.default_rng(7).normal(size=(count, points + FRAMES)).cumsum(axis=1)
    times = BEGIN_S + STEP_S * np.arange(points + FRAMES)
    found: dict[str, list[float]] = {name: [] for name in sides}
    for frame in range(FRAMES):
        for name, side in sides.items():
            seen, values = times[frame : frame + points].copy(), walk[:, frame : frame + points].copy()
            QApplication.processEvents()
            began_s = time.perf_counter()
            side.show(seen, values)
            QApplication.processEvents()  # paints, once, as the event loop does
            found[name].append(1000 * (time.perf_counter() - began_s))
    print(json.dumps({name: median(spent[1:]) for name, spent in found.items()}))


if __name__ == "__main__":
    main()
