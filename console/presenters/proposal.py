"""The cells of a proposed estate as rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.presenters.format import UNKNOWN

if TYPE_CHECKING:
    from console.estate.schema.estate import Estate


@dataclass(frozen=True, slots=True)
class ProposedCell:
    """One proposed cell, ready to be shown."""

    key: str
    cluster: str
    namespaces: str
    region: str
    services: str


def proposed_cells(estate: Estate) -> tuple[ProposedCell, ...]:
    """Return the cells in the order of the estate."""
    return tuple(
        ProposedCell(
            cell.key,
            cell.cluster,
            ", ".join(cell.selectors.namespaces) or UNKNOWN,
            cell.region or UNKNOWN,
            ", ".join(service.name for service in cell.services) or UNKNOWN,
        )
        for cell in estate.cells
    )
