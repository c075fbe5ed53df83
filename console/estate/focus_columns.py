"""The bundled table of FOCUS columns."""

import functools
import json
from collections.abc import Mapping

from console.domain.focus.column import ColumnType, FocusColumn
from console.kernel.resource import resource_text


@functools.cache
def focus_columns() -> Mapping[str, FocusColumn]:
    """Return the columns of FOCUS 1.2 by name."""
    table = json.loads(resource_text("schemas", "focus-1.2.json"))
    return {
        row["name"]: FocusColumn(
            row["name"],
            ColumnType(row["type"]),
            row["level"],
            row["nullable"],
            tuple(row.get("values", ())),
            row.get("least"),
        )
        for row in table["columns"]
    }
