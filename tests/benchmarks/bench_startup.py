"""Start-up: the command line against a bare interpreter, the window against a bare PySide6 window with a table.

The window starts on a profile that was used before: an estate of the lab's size was open, the program recorded it. What
counts is the first frame with the cells of that estate in it, on the wall clock and as processor time.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from time import monotonic

from tests.benchmarks.harness import Benchmark, wall_s
from tests.benchmarks.used_profile import ROOT, used_profile

CONSOLE = str(Path(sys.executable).parent / "cell-console")
CONSOLE_FIRST_PAINT = (CONSOLE, "--profile-startup")
"""The hidden option opens the window as usual, says when it was painted with how many lines, and ends the program."""

# Both windows tell the moment after their first frame: when the event loop comes round again.
BARE_WINDOW = """
import time
from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

class Rows(QAbstractTableModel):
    def rowCount(self, parent=QModelIndex()): return 1000
    def columnCount(self, parent=QModelIndex()): return 8
    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return f"{index.row()}-{index.column()}" if role == Qt.ItemDataRole.DisplayRole else None

def tell():
    print("first-paint-at", time.monotonic(), "cpu", time.process_time(), "lines", 1000, flush=True)
    application.quit()

class Window(QMainWindow):
    def event(self, event):
        handled = super().event(event)
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, tell)
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
_TOLD = re.compile(r"^first-paint-at ([\d.]+) cpu ([\d.]+) lines (\d+)", flags=re.MULTILINE)


def _seconds(*command: str) -> float:
    return wall_s(lambda: subprocess.run(command, check=True, capture_output=True, timeout=60))


def _first_paint(*command: str, least_lines: int = 1) -> tuple[float, float]:
    """Return the seconds from starting the process to its first paint, and the processor seconds it used until then."""
    started_s = monotonic()
    result = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60, env=_environment())
    told = _TOLD.search(result.stdout)
    if told is None or int(told[3]) < least_lines:
        raise RuntimeError(f"{command[0]} did not paint what it should: {result.stdout} {result.stderr}")
    return float(told[1]) - started_s, float(told[2])


@cache
def _environment() -> dict[str, str]:
    """Return an environment with the used profile; compiled files are written and read as an installed program does."""
    folder = tempfile.TemporaryDirectory(prefix="cell-console-start-")
    _KEPT.append(folder)
    profile = used_profile(Path(folder.name))
    found = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = (
        found | profile | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"), "LC_ALL": "C.UTF-8"}
    )
    compile_all = (sys.executable, "-m", "compileall", "-q", "console", "views", "connectors", "resources")
    subprocess.run(compile_all, check=True, cwd=ROOT, env=environment, timeout=120)
    return environment


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


def _window(which: int) -> Callable[[], float]:
    return lambda: _first_paint(*CONSOLE_FIRST_PAINT, least_lines=6)[which]


def _bare(which: int) -> Callable[[], float]:
    return lambda: _first_paint(sys.executable, "-c", BARE_WINDOW)[which]


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
        name=f"start: first window with last known data{clock}",
        unit="s",
        measure=_window(which),
        reference=_bare(which),
        reference_name="bare PySide6 window with a table",
        bar=1.6,
        repeats=9,
    )
    for which, clock in enumerate(("", ", processor time"))
]
