"""The estate slice: which estate is open; opening another one forgets everything else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from console.store.state import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.connection import ConnectionStatus
    from console.estate.schema.estate import Estate
    from console.store.state import ObjectTable, Readings, TableKey


@dataclass(frozen=True, slots=True)
class EstateOpened:
    """An estate was opened (``None``: closed), together with what the local history knows of it."""

    estate: Estate | None
    connections: Mapping[str, ConnectionStatus] = field(default_factory=dict)
    objects: Mapping[TableKey, ObjectTable] = field(default_factory=dict)
    readings: Mapping[str, Readings] = field(default_factory=dict)

    @property
    def coalesce_key(self) -> str:
        return ""


def reduce(state: State, event: EstateOpened) -> tuple[State, frozenset[object]]:
    """Begin anew with the opened estate."""
    opened = State(event.estate, dict(event.connections), dict(event.objects), dict(event.readings))
    return opened, frozenset({"estate"})
