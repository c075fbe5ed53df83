"""A column of a data table: how a row becomes text, order and severity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.health import Health

Row = TypeVar("Row")


class Column(NamedTuple, Generic[Row]):
    """``text`` is shown and filtered. ``sort`` orders (default: the text); ``None`` values, or else dashes, go last
    in either direction.

    ``health`` adds a mark before the text. ``numeric`` aligns to the right. ``width`` is logical pixels;
    ``stretch`` takes what is left of the row; several share it by their texts and widths. ``also`` is filtered, and not
    shown.
    """

    key: str
    title: str
    text: Callable[[Row], str]
    sort: Callable[[Row], Any] | None = None
    health: Callable[[Row], Health | None] | None = None
    tooltip: Callable[[Row], str] | None = None
    numeric: bool = False
    mono: bool = False
    width: int = 140
    stretch: bool = False
    also: Callable[[Row], str] | None = None
