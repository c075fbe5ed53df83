"""Columns that are left out where there is little room, so that the others can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QTableView


def left_out(room: int, widths: Mapping[str, int], least_first: Sequence[str]) -> frozenset[str]:
    """Return which columns of ``least_first`` go, in that order, until the rest has ``room`` (in pixels)."""
    gone: set[str] = set()
    for key in least_first:
        if sum(width for other, width in widths.items() if other not in gone) <= room:
            break
        gone.add(key)
    return frozenset(gone)


def leave_out(table: QTableView, room: int, widths: Mapping[str, int], least_first: Sequence[str]) -> None:
    """Hide what has no room and show what has it again; ``widths`` has all columns in their order."""
    gone = left_out(room, widths, least_first)
    for place, key in enumerate(widths):
        if table.isColumnHidden(place) != (key in gone):
            table.setColumnHidden(place, key in gone)
