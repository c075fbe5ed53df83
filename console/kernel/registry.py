"""Registries: what grows is declared once, in a file that ends in a registration."""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from console.kernel.errors import ConsoleError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


class Registered(Protocol):
    """Something with a unique key."""

    @property
    def key(self) -> str:
        """Return the unique, stable key."""


Item = TypeVar("Item", bound=Registered)


class Registry(Generic[Item]):
    """An ordered collection of declarations by key; a second declaration of a key is a mistake."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._items: dict[str, Item] = {}

    def add(self, item: Item) -> Item:
        """Declare ``item``; raise ``ConsoleError`` when its key is taken."""
        if item.key in self._items:
            raise ConsoleError(f"{self.name} {item.key!r} is declared twice.", "Give one of them another key.")
        self._items[item.key] = item
        return item

    def get(self, key: str) -> Item:
        """Return the declaration of ``key``; raise ``ConsoleError`` naming the known keys when there is none."""
        try:
            return self._items[key]
        except KeyError:
            known = ", ".join(sorted(self._items)) or "none"
            raise ConsoleError(f"There is no {self.name} {key!r}.", f"Known: {known}.") from None

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)


def load_module(name: str) -> ModuleType:
    """Import one module by its dotted name; the only place outside import statements that does so."""
    return importlib.import_module(name)


def load_all(package: str) -> tuple[str, ...]:
    """Import every direct module of ``package``, so that their registrations run; return the names in order."""
    root = load_module(package)
    # Not pkgutil: it is loaded for this alone, before the first paint.
    found = {name.partition(".")[0] for folder in root.__path__ for name in os.listdir(folder) if _is_module(name)}
    names = sorted(f"{package}.{name}" for name in found)
    for name in names:
        load_module(name)
    return tuple(names)


def _is_module(name: str) -> bool:
    return name.endswith(".py") and not name.startswith("_")
