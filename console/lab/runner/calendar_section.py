"""The calendars of a lab's estate: maintenance that its objectives are not judged by."""

from collections.abc import Sequence
from typing import Any

from console.lab.simulator.cell_spec import CellSpec


def calendar_section(cells: Sequence[CellSpec]) -> list[dict[str, Any]]:
    """Return the entries of the section ``calendars``: one cell is worked on for two hours of each Sunday night."""
    regional = [cell for cell in cells if cell.kind == "regional"]
    entries = [
        {
            "title": "Database maintenance",
            "kind": "maintenance",
            "start": "2020-01-05T02:00:00+09:00",
            "end": "2020-01-05T04:00:00+09:00",
            "repeat": "weekly",
            "cells": [cell.name],
        }
        for cell in regional[:1]
    ]
    return [{"key": "platform", "title": "Platform", "time_zone": "Asia/Tokyo", "entries": entries}] if entries else []
