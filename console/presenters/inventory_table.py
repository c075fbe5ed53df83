"""What a connection sees, as rows per kind: for the connections page and ``cell-console show``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.kernel.registry import load_all
from console.presenters.inventory_kind import INVENTORIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.presenters.inventory_kind import InventoryKind
    from console.store.state import State


def inventory_topics() -> tuple[str, ...]:
    """Return every topic that can be shown."""
    load_all("console.presenters.inventory")
    return tuple(dict.fromkeys(kind.topic for kind in INVENTORIES))


def inventory_kinds(topics: Iterable[str]) -> tuple[InventoryKind, ...]:
    """Return the kinds of rows that sources of these topics bring, in the order of the topics."""
    load_all("console.presenters.inventory")
    order = {topic: place for place, topic in enumerate(topics)}
    found = [kind for kind in INVENTORIES if kind.topic in order]
    return tuple(sorted(found, key=lambda kind: order[kind.topic]))


def inventory_rows(state: State, connection: str, kind: InventoryKind) -> tuple[Any, ...]:
    """Return the rows of one kind that a connection brought, what matters first."""
    return tuple(sorted(state.rows(connection, kind.topic, kind.row), key=kind.order))
