"""What belongs to a cell (workloads, pods, autoscalers, jobs), and which workload serves a service or data store."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

from console.domain.autoscaler import Autoscaler
from console.domain.health import Health
from console.domain.layer_health import workload_health
from console.domain.route import Job
from console.domain.workload import Pod, Workload
from console.estate.schema.cell import DataStore, Service
from console.store.state import TableKey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.domain.event import ObjectRow
    from console.estate.schema.cell import Cell
    from console.store.state import ObjectTable, State

Row = TypeVar("Row", Workload, Pod, Autoscaler, Job)
_MOST_SELECTIONS = 1000
_DEFAULT_KIND = {Service: "Deployment", DataStore: "StatefulSet"}
_Selection = tuple[TableKey, tuple[str, ...], tuple[tuple[str, str], ...]]
_selected: dict[tuple[_Selection, type], tuple[ObjectTable, tuple[Any, ...]]] = {}
_grouped: dict[TableKey, tuple[ObjectTable, Mapping[str, Sequence[ObjectRow]]]] = {}


def workloads_of(state: State, cell: Cell) -> tuple[Workload, ...]:
    """Return the cell's workloads by name."""
    return _of(state, cell, "workloads", Workload)


def pods_of(state: State, cell: Cell) -> tuple[Pod, ...]:
    """Return the cell's pods by name."""
    return _of(state, cell, "pods", Pod)


def scalers_of(state: State, cell: Cell) -> tuple[Autoscaler, ...]:
    """Return the cell's autoscalers by name."""
    return _of(state, cell, "autoscalers", Autoscaler)


def jobs_of(state: State, cell: Cell) -> tuple[Job, ...]:
    """Return the cell's CronJobs and Jobs by name."""
    return _of(state, cell, "jobs", Job)


def _of(state: State, cell: Cell, topic: str, kind: type[Row]) -> tuple[Row, ...]:
    """Select once for each table: judging one cell asks for its workloads seven times."""
    wanted = cell.selectors
    key = (cell.cluster, topic)
    table = state.objects.get(key)
    if table is None or not (wanted.namespaces or wanted.labels):
        return ()
    asked = ((key, wanted.namespaces, tuple(wanted.labels.items())), kind)
    known = _selected.get(asked)
    if known is None or known[0] is not table:
        if len(_selected) >= _MOST_SELECTIONS:
            _selected.clear()
        known = _selected[asked] = (table, _select(state, cell, key, kind))
    return known[1]


def _select(state: State, cell: Cell, key: TableKey, kind: type[Row]) -> tuple[Row, ...]:
    """Select by namespace first, then by labels; a cell that selects nothing has nothing.

    Autoscalers and jobs seldom carry the labels of what they serve: where there are namespaces, these decide.
    """
    wanted = cell.selectors
    labels = {} if wanted.namespaces and kind in (Autoscaler, Job) else wanted.labels
    by_namespace = _by_namespace(state, key)
    found: list[Row] = []
    for namespace in wanted.namespaces or by_namespace:
        for row in by_namespace.get(namespace, ()):
            if isinstance(row, kind) and (not labels or labels.items() <= dict(row.labels).items()):
                found.append(row)
    return tuple(sorted(found, key=lambda row: (row.ref.name, row.ref.kind)))


def _by_namespace(state: State, key: TableKey) -> Mapping[str, Sequence[ObjectRow]]:
    """Group a table once: every cell of every page asks for it, and it changes far less often than it is asked."""
    table = state.objects.get(key)
    if table is None:
        return {}
    known = _grouped.get(key)
    if known is None or known[0] is not table:
        groups: defaultdict[str, list[ObjectRow]] = defaultdict(list)
        for row in table.rows.values():
            groups[row.ref.namespace].append(row)
        known = _grouped[key] = (table, dict(groups))
    return known[1]


def serving(workloads: tuple[Workload, ...], part: Service | DataStore) -> Workload | None:
    """Return the workload that serves a service or data store; ``None`` when none is seen (or it is managed)."""
    kind, _, name = (part.workload or f"{_DEFAULT_KIND[type(part)]}/{part.name}").rpartition("/")
    return next((w for w in workloads if w.ref.name == name and (not kind or w.ref.kind == kind)), None)


def workload_name(part: Service | DataStore) -> str:
    """Return the name of the workload that should serve a service or data store."""
    return (part.workload or part.name).rpartition("/")[2]


def seen_health(workload: Workload | None) -> Health:
    """Judge a workload by its pods; one that is not seen is unknown."""
    return Health.UNKNOWN if workload is None else workload_health(workload)
