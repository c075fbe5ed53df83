"""The cells of a server's table as text, and which columns are worth their room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.kernel.redact import scrub
from console.presenters.pod_rows import FINE, is_passing

if TYPE_CHECKING:
    from console.ports.cluster import ResourceTable, TableColumn, TableRow

_STATUS_COLUMNS = frozenset({"Status", "Phase"})
_GOOD = FINE | {"Active", "Ready", "Healthy", "Bound", "Complete", "True"}
_NOT_READY, _POD = "NotReady", "Pod"
"""What a pod comes through in time is a fault of a node."""


def shown_columns(table: ResourceTable) -> tuple[int, ...]:
    """Return the places of the columns that kubectl shows without ``-o wide``."""
    return tuple(place for place, column in enumerate(table.columns) if column.priority == 0)


def cell_text(value: object) -> str:
    """Return a cell as one line of plain, scrubbed text."""
    if value is None:
        return ""
    return scrub(" ".join(str(value).split()))


def cell_health(column: TableColumn, row: TableRow, place: int) -> Health | None:
    """Judge the words of status columns only; everything else is just text."""
    if column.name not in _STATUS_COLUMNS or place >= len(row.cells):
        return None
    word = str(row.cells[place]).partition(",")[0]
    if word in _GOOD:
        return Health.OK
    if word == _NOT_READY and row.ref.kind != _POD:
        return Health.CRITICAL
    return Health.WARNING if is_passing(word) or word == "Progressing" else Health.CRITICAL
