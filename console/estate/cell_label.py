"""The labels by which an estate's metric servers, and so its alerts, name a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.estate.schema.estate import Estate

CELL = "cell"


def cell_labels(estate: Estate | None) -> tuple[str, ...]:
    """Return their names, the console's own first: what it evaluates itself has that one."""
    servers = estate.prometheus if estate is not None else ()
    return tuple(dict.fromkeys((CELL, *(one.labels.cell for one in servers))))


def named_cell(estate: Estate | None, labels: Mapping[str, str]) -> str:
    """Return the cell that labels name, as they name it; empty when they name none."""
    return next((labels[name] for name in cell_labels(estate) if labels.get(name)), "")
