"""How the rows of one topic of a connection are shown as a table, in the window and on the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from console.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class InventoryColumn:
    """A column: ``text`` gets the row and now (unix seconds) and returns what a person reads.

    ``value`` is what machines read and what sorts (default: the text); ``numeric`` columns are aligned to the right.
    """

    key: str
    title: str
    text: Callable[[Any, float], str]
    value: Callable[[Any], Any] | None = None
    numeric: bool = False
    width: int = 140


@dataclass(frozen=True, slots=True)
class InventoryKind:
    """``key`` is the name of the row's type, ``topic`` the source's; a topic may bring several types of rows.

    ``title`` and ``columns`` are functions, because the language may change. ``order`` puts what matters first.
    """

    key: str
    topic: str
    row: type
    title: Callable[[], str]
    columns: Callable[[], tuple[InventoryColumn, ...]]
    order: Callable[[Any], Any]


INVENTORIES: Registry[InventoryKind] = Registry("inventory")
