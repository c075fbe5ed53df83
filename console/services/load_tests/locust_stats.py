"""The statistics that Locust writes as CSV (``--csv NAME``: ``NAME_stats.csv``)."""

from __future__ import annotations

import csv
import io
import re
from math import isfinite
from typing import TYPE_CHECKING

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.services.load_tests.tool_report import ToolReport

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TOTAL = ("Aggregated", "Total")
_PERCENTILE = re.compile(r"(\d{1,2}(?:\.\d+)?)%")
_MOST_ROWS = 10_000
_HEADS = ("Type,Name,", "Method,Name,", "Timestamp,User Count,Type,Name,")
"""Before its version 1 Locust wrote ``Method`` and ``Total``."""


def is_locust(text: str) -> bool:
    """Return whether a text begins as the statistics of Locust do, or their history."""
    head = text.lstrip("\ufeff").partition("\n")[0].replace('"', "")
    return head.startswith(_HEADS)


def read_locust(text: str) -> ToolReport:
    """Return the line of all requests together; raise ``UserError`` when there is none."""
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    try:
        found = next((row for place, row in enumerate(rows) if place < _MOST_ROWS and _is_total(row)), None)
    except csv.Error:
        found = None
    requests = _number(found, "Request Count", "# requests") if found is not None else None
    if found is None or requests is None:
        raise UserError(
            t("These statistics of Locust have no line Aggregated."),
            t("Import the file that ends in _stats.csv; _stats_history.csv holds moments, not results."),
        )
    rate = _number(found, "Requests/s")
    return ToolReport(
        tool="locust",
        at_s=None,
        requests=int(requests),
        failed=int(_number(found, "Failure Count", "# failures") or 0),
        duration_s=requests / rate if rate else None,
        users=None,
        mean_ms=_number(found, "Average Response Time", "Average response time"),
        latencies=tuple(sorted(_percentiles(found))),
        limits=(),
    )


def _is_total(row: Mapping[str, str]) -> bool:
    """Return whether a line is that of all requests; people may call one of theirs so, but that has a method."""
    method = row.get("Type") or row.get("Method") or ""
    return row.get("Name") in _TOTAL and method in {"", "None"}


def _percentiles(row: Mapping[str, str]) -> Iterator[tuple[float, float]]:
    for name in row:
        found = _PERCENTILE.fullmatch(name or "")
        value = _number(row, name) if found is not None else None
        if found is not None and value is not None:
            yield float(found[1]), value


def _number(row: Mapping[str, str], *names: str) -> float | None:
    for name in names:
        try:
            value = float(row[name])
        except (KeyError, TypeError, ValueError):
            continue
        if isfinite(value) and 0 <= value < 1e15:
            return value
    return None
