"""The big numbers at the head of a chapter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.health import Health
    from console.domain.report.value import Value


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One number with what it is, and a note in small print; ``health`` is ``None`` when nothing judges it."""

    label: str
    value: Value | str
    note: str = ""
    health: Health | None = None


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A row of big numbers."""

    figures: tuple[KeyFigure, ...]
