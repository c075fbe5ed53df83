"""Long tables in documents: the first rows, and where the others are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.domain.report.paragraph import Paragraph
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.report.block import Block
    from console.domain.report.table import Table


def cut_table(table: Table, most: int, page: str) -> Iterator[Block]:
    """Yield the table with at most so many rows, and how many more there are on a page of the console."""
    yield replace(table, rows=table.rows[:most])
    left = len(table.rows) - most
    if left > 0:
        yield Paragraph(t("{count} more are on the console's page {page}.", count=left, page=page), is_muted=True)
