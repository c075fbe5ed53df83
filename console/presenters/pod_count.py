"""How many pods a cell has, counted on from table to table: a busy cluster makes a new one 20 times a second."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import is_not
from typing import TYPE_CHECKING

from console.domain.event import ObjectRow
from console.domain.workload import Pod

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.estate.schema.cell import Cell, CellSelectors
    from console.store.state import ObjectTable, State

_ByNamespace = Mapping[str, Sequence[ObjectRow]]
_MOST_COUNTS = 1000


@dataclass(frozen=True, slots=True)
class PodCount:
    """Pods of a cell; ``running`` are those whose containers are all ready."""

    running: int
    total: int


@dataclass(slots=True)
class _Counted:
    """The last table of a cluster's pods, what it changed of the one before, and the counts of its cells."""

    table: ObjectTable
    rows: Sequence[ObjectRow]
    before: ObjectTable | None = None
    came: _ByNamespace = field(default_factory=dict)
    gone: _ByNamespace = field(default_factory=dict)
    cells: dict[str, tuple[CellSelectors, ObjectTable, PodCount]] = field(default_factory=dict)


_counted: dict[str, _Counted] = {}


def pod_count(state: State, cell: Cell) -> PodCount | None:
    """Return the cell's pods; ``None`` when its cluster's pods have never been read. Owner thread of the store only."""
    table = state.table(cell.cluster, "pods")
    if table is None:
        return None
    counted = _step(cell.cluster, table)
    known = counted.cells.get(cell.key)
    if known is not None and known[0] == cell.selectors and known[1] is table:
        return known[2]
    if known is not None and known[0] == cell.selectors and known[1] is counted.before:
        came, gone = _count(counted.came, cell.selectors), _count(counted.gone, cell.selectors)
        last = known[2]
        count = PodCount(last.running + came.running - gone.running, last.total + came.total - gone.total)
    else:
        count = _count(_by_namespace(table.rows.values()), cell.selectors)
    if len(counted.cells) >= _MOST_COUNTS:
        counted.cells.clear()
    counted.cells[cell.key] = (cell.selectors, table, count)
    return count


def _step(cluster: str, table: ObjectTable) -> _Counted:
    """Find what a new table changed, row by row in their order, by identity: hashing ten thousand refs takes 5 ms.

    Where the order has shifted, rows that stayed are among those that came and those that went, and cancel out.
    """
    known = _counted.get(cluster)
    if known is not None and known.table is table:
        return known
    rows = list(table.rows.values())
    if known is None:
        step = _Counted(table, rows)
    else:
        old, shared = known.rows, min(len(rows), len(known.rows))
        came = _by_namespace([*compress(rows, map(is_not, rows, old)), *rows[shared:]])
        gone = _by_namespace([*compress(old, map(is_not, old, rows)), *old[shared:]])
        step = _Counted(table, rows, known.table, came, gone, known.cells)
    _counted[cluster] = step
    return step


def _by_namespace(rows: Iterable[ObjectRow]) -> _ByNamespace:
    groups: defaultdict[str, list[ObjectRow]] = defaultdict(list)
    for row in rows:
        groups[row.ref.namespace].append(row)
    return groups


def _count(groups: _ByNamespace, wanted: CellSelectors) -> PodCount:
    """Count what the selectors take; those that select nothing take nothing."""
    if not wanted.namespaces and not wanted.labels:
        return PodCount(0, 0)
    running = total = 0
    for namespace in dict.fromkeys(wanted.namespaces) or groups:
        for row in groups.get(namespace, ()):
            if isinstance(row, Pod) and (not wanted.labels or wanted.labels.items() <= dict(row.labels).items()):
                total += 1
                running += row.ready >= row.containers > 0
    return PodCount(running, total)
