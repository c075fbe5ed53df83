"""The grid zone of a cell: the stated one, else the country of its cloud region."""

import functools
import json
from collections.abc import Mapping

from console.estate.schema.cell import Cell
from console.kernel.resource import resource_text


def grid_zone(cell: Cell) -> str:
    """Return the zone of the electricity grid that feeds a cell; empty when neither zone nor region tell it."""
    return cell.zone or _countries().get(cell.region.lower().replace(" ", ""), "")


@functools.cache
def _countries() -> Mapping[str, str]:
    table = json.loads(resource_text("carbon", "region-zones.json"))
    return {**table["aws"], **table["google"], **table["azure"]}
