"""What a cell takes over from its template: the parts that it does not state itself (L1.4)."""

from collections.abc import Iterable
from typing import Any

from console.estate.schema.cell import Cell, CellTemplate
from console.estate.schema.estate import Estate


def with_template_parts(estate: Estate) -> Estate:
    """Return the estate whose cells have the services, data stores, bounds and quotas of their templates.

    What a cell states wins: its services or data stores as a whole, each quota by its name.
    """
    cells = tuple(_filled(cell, template) for cell in estate.cells for template in [estate.template_of(cell)])
    return estate.model_copy(update={"cells": cells}) if cells != estate.cells else estate


def _filled(cell: Cell, template: CellTemplate | None) -> Cell:
    if template is None:
        return cell
    taken: dict[str, Any] = {
        "services": cell.services or _without(template.services, cell.data_stores),
        "data_stores": cell.data_stores or _without(template.data_stores, cell.services),
        "autoscale": cell.autoscale or template.autoscale,
        "quotas": {**template.quotas, **cell.quotas},
    }
    return cell.model_copy(update=taken)


def _without(parts: Iterable[Any], others: Iterable[Any]) -> tuple[Any, ...]:
    """Return parts whose names are free: a cell may run as a service what its template has as a data store."""
    names = {one.name for one in others}
    return tuple(one for one in parts if one.name not in names)
