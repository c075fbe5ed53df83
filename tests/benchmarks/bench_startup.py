"""Start-up: the command line against a bare interpreter, the window against a bare PySide6 window with a table."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.harness import Benchmark, wall_s

CONSOLE = str(Path(sys.executable).parent / "cell-console")
# The hidden option opens the window as usual on a throw-away profile, prints ``first-paint-at <time.monotonic()>`` when
# the window has been painted, and exits.
CONSOLE_FIRST_PAINT = (CONSOLE, "--temp-profile", "--profile-startup")

_BARE_WINDOW = """
import time
from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

class Rows(QAbstractTableModel):
    def rowCount(self, parent=QModelIndex()): return 1000
    def columnCount(self, parent=QModelIndex()): return 8
    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return f"{index.row()}-{index.column()}" if role == Qt.ItemDataRole.DisplayRole else None

class Window(QMainWindow):
    def event(self, event):
        handled = super().event(event)
        if event.type() == QEvent.Type.Paint:
            print("first-paint-at", time.monotonic(), flush=True)
            application.quit()
        return handled

application = QApplication([])
window = Window()
view = QTableView()
view.setModel(Rows())
window.setCentralWidget(view)
window.resize(1280, 800)
window.show()
application.exec()
"""


def _seconds(*command: str) -> float:
    return wall_s(lambda: subprocess.run(command, check=True, capture_output=True, timeout=60))


def _first_paint_s(*command: str) -> float:
    """Return the seconds from starting the process to its first paint; both processes read one monotonic clock."""
    environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    started_s = time.monotonic()
    result = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60, env=environment)
    painted = re.search(r"^first-paint-at ([\d.]+)", result.stdout, flags=re.MULTILINE)
    if painted is None:
        raise RuntimeError(f"{command[0]} did not say when it painted: {result.stdout} {result.stderr}")
    return float(painted[1]) - started_s


BENCHMARKS = [
    Benchmark(
        name=f"start: cell-console {option}",
        unit="s",
        measure=lambda option=option: _seconds(CONSOLE, option),
        reference=lambda: _seconds(sys.executable, "-c", "pass"),
        reference_name="python -c pass",
        bar=4.0,
        repeats=11,
    )
    for option in ("--version", "--help")
] + [
    Benchmark(
        name="start: first painted window",
        unit="s",
        measure=lambda: _first_paint_s(*CONSOLE_FIRST_PAINT),
        reference=lambda: _first_paint_s(sys.executable, "-c", _BARE_WINDOW),
        reference_name="bare PySide6 window with a table",
        bar=1.6,
        repeats=7,
    )
]
