"""The calendars of a lab's estate: maintenance that its objectives are not judged by, and campaigns."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from console.lab.simulator.cell_spec import CellSpec
from console.lab.simulator.demand import DAY_S, campaign_times

_SEGMENT = "b2c"  # the campaigns of the others are hardly seen
_BACK_D, _AHEAD_D = 90, 60


def calendar_section(cells: Sequence[CellSpec], seed: int, now_s: float) -> list[dict[str, Any]]:
    """Return the section ``calendars``: work on one cell each Sunday night, and campaigns around ``now_s``."""
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
    if not entries:
        return []
    return [
        {"key": "platform", "title": "Platform", "time_zone": "Asia/Tokyo", "entries": entries},
        {"key": "campaigns", "title": "Campaigns", "time_zone": "Asia/Tokyo", "entries": [*_campaigns(seed, now_s)]},
    ]


def _campaigns(seed: int, now_s: float) -> Iterator[dict[str, Any]]:
    for begin_s, end_s in campaign_times(seed, _SEGMENT, now_s - _BACK_D * DAY_S, now_s + _AHEAD_D * DAY_S):
        yield {
            "title": "Consumer campaign",
            "kind": "campaign",
            "start": _moment(begin_s),
            "end": _moment(end_s),
            "segments": [_SEGMENT],
        }


def _moment(at_s: float) -> str:
    return datetime.fromtimestamp(round(at_s), UTC).isoformat()
