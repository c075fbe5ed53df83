"""One table of a section; its columns come from the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.presenters.model_sheet import SheetColumn, SheetLine, SheetTable
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class LineTable(DataTable[SheetLine]):
    """Lines of one shape; ``name`` keeps what the user made of its columns."""

    def __init__(self, context: PageContext, table: SheetTable, name: str) -> None:
        columns = tuple(_column(place, one) for place, one in enumerate(table.columns))
        words = tuple(place for place, one in enumerate(table.columns) if not one.numeric)
        super().__init__(
            context.theme,
            columns,
            lambda line: tuple(line.cells[place].text for place in words),
            name=f"models-{name}-{table.key}",
            memory=context.memory,
        )
        self.setAccessibleName(table.title)
        self.show_table(table)

    def show_table(self, table: SheetTable) -> None:
        """Show a table of the same columns."""
        self.say_when_empty(table.empty)
        self.set_rows(table.lines)


def _column(place: int, told: SheetColumn) -> Column[SheetLine]:
    return Column(
        told.key,
        told.title,
        lambda line: line.cells[place].text,
        sort=lambda line: line.cells[place].value,
        health=(lambda line: line.health) if place == 0 else None,
        tooltip=lambda line: line.cells[place].text,
        numeric=told.numeric,
        width=told.width,
        stretch=told.stretch,
    )
