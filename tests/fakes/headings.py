"""Clicking on the headings of tables as a user does."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView, QWidget

from tests.fakes.reading import lines_of
from views.widgets.table.data_table import DataTable

BOTH = (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder)


def column_both_ways(table: QTableView, heading: str) -> tuple[list[str], list[str]]:
    """Return the texts of a column after the first and after the second click on its heading."""
    model = table.model()
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    place, seen = titles.index(heading), []
    for order in BOTH:
        table.horizontalHeader().setSortIndicator(place, order)
        seen.append([line[place] for line in lines_of(table)])
    return seen[0], seen[1]


def lose_rows_by_sorting(root: QWidget) -> list[str]:
    """Sort every table with rows by each of its headings; return the headings after which rows are not the same."""
    lost = []
    for table in (one for one in root.findChildren(DataTable) if one.shown_count):
        for place in range(table.model().columnCount()):
            before = sorted(lines_of(table))
            for order in BOTH:
                table.horizontalHeader().setSortIndicator(place, order)
                if sorted(lines_of(table)) != before:
                    lost.append(str(table.model().headerData(place, Qt.Orientation.Horizontal)))
    return lost
