"""The objects slice: rows of cluster objects by connection and topic."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.store.state import ObjectTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.event import ObjectRow, ObjectsChanged, ObjectsListed
    from console.store.state import State, TableKey


def reduce_listed(state: State, event: ObjectsListed) -> tuple[State, frozenset[object]]:
    """Replace a topic by a whole list, or add the first page of one that is still arriving."""
    key = (event.connection, event.topic)
    known = state.objects.get(key)
    rows = {row.ref: row for row in (_as_known(known, event) if known is not None else event.rows)}
    if not event.complete and known is not None:
        rows = {**known.rows, **rows}
    table = ObjectTable(rows, event.at_s, complete=event.complete or (known is not None and known.complete))
    return _with(state, key, table)


def _as_known(known: ObjectTable, event: ObjectsListed) -> Iterator[ObjectRow]:
    """Yield rows, those that are as before as the same objects: pages that are out of sight hold older states."""
    for row in event.rows:
        before = known.rows.get(row.ref)
        yield before if before is not None and before == row else row


def reduce_changed(state: State, event: ObjectsChanged) -> tuple[State, frozenset[object]]:
    """Apply a delta; an object that is gone and new in the same delta is new."""
    key = (event.connection, event.topic)
    known = state.objects.get(key)
    rows = dict(known.rows) if known is not None else {}
    for ref in event.gone:
        rows.pop(ref, None)
    for row in event.rows:
        rows[row.ref] = row
    return _with(state, key, ObjectTable(rows, event.at_s, complete=known is not None and known.complete))


def _with(state: State, key: TableKey, table: ObjectTable) -> tuple[State, frozenset[object]]:
    return replace(state, objects={**state.objects, key: table}), frozenset({key})
