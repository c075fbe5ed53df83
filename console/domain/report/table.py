"""A table of a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.report.value import Value


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``share`` is its width among the others (0: as wide as its content needs)."""

    title: str
    is_right: bool = False
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """Every row has one value per column; ``empty`` is said in place of rows when there are none."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value | str, ...], ...]
    caption: str = ""
    empty: str = ""
