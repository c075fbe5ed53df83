"""The cells of a server's table as text, and which columns are worth their room."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.domain.health import Health
from console.kernel.redact import scrub
from console.presenters.pod_rows import FINE, is_passing

if TYPE_CHECKING:
    from console.ports.cluster import ResourceTable, TableColumn, TableRow

_STATUS_COLUMNS = frozenset({"Status", "Phase"})
_GOOD = FINE | {"Active", "Ready", "Healthy", "Bound", "Complete", "True", "Available", "Successful"}
_BROKEN = re.compile(r"fail|error|lost|degraded|unhealthy|not ?ready|unknown|invalid|back-?off", re.IGNORECASE)
_POD = "Pod"
_LENGTHS = frozenset({"Age", "Duration", "First Seen", "Last Schedule", "Last Seen"})
_LENGTH = re.compile(r"(?:(\d+)y)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")
_PARTS_S = (365 * 86_400, 86_400, 3_600, 60, 1)


def shown_columns(table: ResourceTable) -> tuple[int, ...]:
    """Return the places of the columns that kubectl shows without ``-o wide``."""
    return tuple(place for place, column in enumerate(table.columns) if column.priority == 0)


def cell_text(value: object) -> str:
    """Return a cell as one line of plain, scrubbed text."""
    if value is None:
        return ""
    return scrub(" ".join(str(value).split()))


def tells_length(column: TableColumn) -> bool:
    """Return whether a column tells lengths of time as kubectl writes them: ``4d5h``, ``10m``, ``45s``."""
    return column.name in _LENGTHS


def cell_length_s(value: object) -> int | None:
    """Return such a length in seconds; ``None`` for what is none (``<unknown>``)."""
    found = _LENGTH.fullmatch(str(value)) if value else None
    if found is None:
        return None
    return sum(int(part) * seconds for part, seconds in zip(found.groups(), _PARTS_S, strict=True) if part)


def cell_health(column: TableColumn, row: TableRow, place: int) -> Health | None:
    """Judge the words of status columns only; everything else is just text.

    Of a pod a word that is not known is a fault (``CrashLoopBackOff``). Other kinds have words of their own, and some
    tell whole sentences there: what does not sound like a fault is just text, too.
    """
    if column.name not in _STATUS_COLUMNS or place >= len(row.cells):
        return None
    text = str(row.cells[place])
    word = text.partition(",")[0]
    if word in _GOOD:
        return Health.OK
    if row.ref.kind == _POD:
        return Health.WARNING if is_passing(word) else Health.CRITICAL
    if _BROKEN.search(text):  # a pod comes through ``NotReady`` in time; of a node it is a fault
        return Health.CRITICAL
    return Health.WARNING if is_passing(word) or word == "Progressing" else None
