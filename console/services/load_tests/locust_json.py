"""The statistics that Locust prints as JSON (``--json``): one entry per request, its latencies counted by length."""

from __future__ import annotations

import json
from collections import Counter
from math import isfinite
from typing import TYPE_CHECKING, Any

from console.services.load_tests.tool_report import ToolReport

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TOTAL = "Aggregated"
_PERCENTILES = (50.0, 66.0, 75.0, 80.0, 90.0, 95.0, 98.0, 99.0, 99.9, 99.99)
_MOST_ROWS = 10_000
_Entry = dict[str, Any]


def locust_entries(text: str) -> tuple[_Entry, ...]:
    """Return the entries of a text that holds such statistics, log lines before them or not; none of any other."""
    for part in (text, text[text.rfind("\n[\n") + 1 :]):
        try:
            found = json.loads(part)
        except (ValueError, RecursionError):
            continue
        rows = found[:_MOST_ROWS] if isinstance(found, list) else ()
        told = [one for one in rows if isinstance(one, dict) and _number(one, "num_requests") is not None]
        return tuple(one for one in told if one.get("name") != _TOTAL) or tuple(told)
    return ()


def read_locust_json(entries: Sequence[_Entry]) -> ToolReport:
    """Return all entries together; percentiles as Locust reckons them."""
    requests = int(_sum(entries, "num_requests"))
    answered = requests - _sum(entries, "num_none_requests")
    took_ms = _sum(entries, "total_response_time")
    begun = [value for one in entries if (value := _number(one, "start_time"))]
    ended = [value for one in entries if (value := _number(one, "last_request_timestamp"))]
    lasted_s = max(ended) - min(begun) if begun and ended else 0.0
    return ToolReport(
        tool="locust",
        at_s=max(ended, default=None),
        requests=requests,
        failed=min(requests, int(_sum(entries, "num_failures"))),
        duration_s=lasted_s if lasted_s > 0 else None,
        users=None,
        mean_ms=took_ms / answered if answered > 0 and took_ms else None,
        latencies=_percentiles(_counted(entries)),
        limits=(),
    )


def _counted(entries: Sequence[_Entry]) -> Counter[float]:
    """Return how many requests took how many milliseconds."""
    found: Counter[float] = Counter()
    for one in entries:
        counts = one.get("response_times")
        told: _Entry = counts if isinstance(counts, dict) else {}
        for name in told:
            try:
                length = float(name)
            except ValueError:
                continue
            if isfinite(length) and length >= 0:
                found[length] += int(_number(told, name) or 0)
    return found


def _percentiles(counted: Counter[float]) -> tuple[tuple[float, float], ...]:
    total, longest = counted.total(), sorted(counted, reverse=True)
    if not total:
        return ()
    found = []
    for percentile in _PERCENTILES:
        beyond, within = 0, int(total * percentile / 100.0)
        for length in longest:
            beyond += counted[length]
            if total - beyond <= within:
                found.append((percentile, length))
                break
    return tuple(found)


def _sum(entries: Sequence[_Entry], name: str) -> float:
    return sum(_number(one, name) or 0.0 for one in entries)


def _number(values: Mapping[str, Any], name: str) -> float | None:
    value = values.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e15:
        return float(value)
    return None
