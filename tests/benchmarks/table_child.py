"""Child process of the table's benchmark: our table and a sort/filter proxy over the same rows, taken in turn.

Prints medians as JSON: seconds from asking until the rows are arranged and painted, and the longest time that the GUI
thread was away meanwhile with 100,000 rows.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QApplication, QTableView

from tests.fakes.busy_estate import GapWatch
from views.app import make_application
from views.theme.theme import Theme
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

REPEATS = 5
LIMIT_S = 60.0
SETTLED_S = 2.0
WORD = "pod-00012"


@dataclass(frozen=True, slots=True)
class PodRow:
    """A row as pages have them."""

    name: str
    namespace: str
    restarts: int


COLUMNS: tuple[Column[PodRow], ...] = (
    Column("name", "Name", lambda one: one.name, width=260),
    Column("namespace", "Namespace", lambda one: one.namespace),
    Column("restarts", "Restarts", lambda one: str(one.restarts), sort=lambda one: one.restarts, numeric=True),
)


class _PlainModel(QAbstractTableModel):
    def __init__(self, rows: list[PodRow]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, _parent: Any = QModelIndex()) -> int:  # noqa: B008
        return len(self._rows)

    def columnCount(self, _parent: Any = QModelIndex()) -> int:  # noqa: B008
        return len(COLUMNS)

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        row = self._rows[index.row()]
        return (row.name, row.namespace, row.restarts)[index.column()]


def rows_of(count: int) -> list[PodRow]:
    """Return rows in no order that is shown."""
    return [
        PodRow(f"pod-{(number * 7919) % count:06d}", f"cell-{number % 50}", number * 31 % 997)
        for number in range(count)
    ]


class _Ours:
    def __init__(self, theme: Theme, rows: list[PodRow]) -> None:
        self.table: DataTable[PodRow] = DataTable(theme, COLUMNS, lambda one: one.name)
        self.table.resize(1000, 700)
        self.table.show()
        self._rows = rows
        self._arranged = False
        self.table.arranged.connect(self._note)
        self.reset()

    def _note(self) -> None:
        self._arranged = True

    def _until_arranged(self, ask: Callable[[], object]) -> float:
        self._arranged = False
        began_s = time.perf_counter()
        ask()
        while not self._arranged:
            if time.perf_counter() > began_s + LIMIT_S:
                raise TimeoutError(f"the table was not arranged within {LIMIT_S:.0f} s")
            QApplication.processEvents()
        self.table.viewport().repaint()
        return time.perf_counter() - began_s

    def reset(self) -> None:
        """Give the rows anew, unsorted: what was read of them for an earlier order is forgotten.

        Taken away first, because rows with the same keys are only painted, and nothing is arranged.
        """
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.table.set_filter("")
        self.table.set_rows([])
        self._until_arranged(lambda: self.table.set_rows(list(self._rows)))
        settled_s = time.perf_counter() + SETTLED_S
        while time.perf_counter() < settled_s:  # they have stood for a moment when somebody reaches for the filter
            QApplication.processEvents()

    def sort(self) -> float:
        """Sort by the name."""
        return self._until_arranged(lambda: self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder))

    def filter(self) -> float:
        """Filter by a word in any column."""
        return self._until_arranged(lambda: self.table.set_filter(WORD))


class _Proxy:
    def __init__(self, rows: list[PodRow]) -> None:
        self._model, self.view = _PlainModel(rows), QTableView()
        self.view.resize(1000, 700)
        self.view.show()
        self.reset()

    def reset(self) -> None:
        """A new proxy over the same rows."""
        self._proxy = QSortFilterProxyModel()
        self._proxy.setFilterKeyColumn(-1)
        self._proxy.setSourceModel(self._model)
        self.view.setModel(self._proxy)
        self.view.viewport().repaint()

    def _timed(self, ask: Callable[[], object]) -> float:
        began_s = time.perf_counter()
        ask()
        self.view.viewport().repaint()
        return time.perf_counter() - began_s

    def sort(self) -> float:
        """Sort by the name."""
        return self._timed(lambda: self._proxy.sort(0, Qt.SortOrder.AscendingOrder))

    def filter(self) -> float:
        """Filter by a word in any column."""
        return self._timed(lambda: self._proxy.setFilterFixedString(WORD))


def compared(theme: Theme, count: int) -> dict[str, float]:
    """Return medians of both ways, taken in turn."""
    rows = rows_of(count)
    sides: dict[str, _Ours | _Proxy] = {"": _Ours(theme, rows), "proxy_": _Proxy(rows)}
    found: dict[str, list[float]] = {}
    for _ in range(REPEATS):
        for side, one in sides.items():
            for what in (one.sort, one.filter):
                one.reset()
                found.setdefault(f"{side}{what.__name__}_s", []).append(what())
    return {name: median(times) for name, times in found.items()}


def gaps(theme: Theme, count: int) -> dict[str, float]:
    """Return medians of the longest gap of the GUI thread while it sorts and filters, in milliseconds."""
    ours, found = _Ours(theme, rows_of(count)), {"sort": list[float](), "filter": list[float]()}
    for _ in range(REPEATS):
        for name, work in (("sort", ours.sort), ("filter", ours.filter)):
            ours.reset()
            watch = GapWatch()
            watch.start()
            work()
            QApplication.processEvents()
            watch.stop()
            found[name].append(max(watch.gaps))
    return {f"{name}_gap_ms": 1000 * median(times) for name, times in found.items()}


def main() -> None:
    """Measure and print one line of JSON."""
    theme = Theme(make_application())
    theme.choose("light")
    measured = compared(theme, int(sys.argv[1])) | gaps(theme, int(sys.argv[2]))
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
