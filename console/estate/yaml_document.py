"""A YAML document as plain values, with the position of every key and value."""

from dataclasses import dataclass
from typing import Any

from console.estate.problem import Path, Position

START = Position(1, 1)


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """``value`` is made of dict, list, str, int, float, bool and None; positions are by path from the root."""

    name: str
    value: Any
    values_at: dict[Path, Position]
    keys_at: dict[Path, Position]

    def path_of(self, location: Path) -> Path:
        """Return ``location`` without the parts that are not in the document (such as tags of unions).

        A last part that is missing from the document is kept when its parent is there.
        """
        path: Path = ()
        for part in location:
            if (*path, part) in self.values_at:
                path = (*path, part)
        return path

    def value_position(self, path: Path) -> Position:
        """Return where the value begins, or the nearest value around it."""
        while path and path not in self.values_at:
            path = path[:-1]
        return self.values_at.get(path, START)

    def key_position(self, path: Path) -> Position:
        """Return where the key of an entry begins."""
        return self.keys_at.get(path) or self.value_position(path)

    def entries(self) -> "list[YamlDocument]":
        """Return the entries of a list as documents, with their positions in this one."""
        found = [YamlDocument(self.name, one, {}, {}) for one in self.value]
        for path, position in self.values_at.items():
            if path and isinstance(path[0], int):
                found[path[0]].values_at[path[1:]] = position
        for path, position in self.keys_at.items():
            if isinstance(path[0], int):
                found[path[0]].keys_at[path[1:]] = position
        return found

    def strings(self) -> "list[tuple[Path, str]]":
        """Return every text value with its path."""
        found: list[tuple[Path, str]] = []
        waiting: list[tuple[Path, Any]] = [((), self.value)]
        while waiting:
            path, value = waiting.pop()
            if isinstance(value, str):
                found.append((path, value))
            elif isinstance(value, dict):
                waiting.extend(((*path, key), one) for key, one in value.items())
            elif isinstance(value, list):
                waiting.extend(((*path, index), one) for index, one in enumerate(value))
        return found
