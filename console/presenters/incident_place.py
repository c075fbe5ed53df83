"""Where an incident is, in the words of the estate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.estate.cell_label import named_cell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.incident.incident import Incident
    from console.estate.schema.cell import Cell
    from console.estate.schema.estate import Estate


def cell_of(estate: Estate, place: Mapping[str, str]) -> Cell | None:
    """Return the cell that labels are about: by its key, the name that metrics give it, or its namespace."""
    told, space = named_cell(estate, place), place.get("namespace", "")
    for cell in estate.cells:
        if told and told in {cell.key, cell.selectors.metrics_cell}:
            return cell
        if not told and space and space in cell.selectors.namespaces:
            return cell
    return None


def incident_cell(estate: Estate, incident: Incident) -> Cell | None:
    """Return the cell that an incident is about; ``None``: none, or several."""
    return cell_of(estate, incident.place)
