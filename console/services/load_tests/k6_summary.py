"""Summaries of k6: its export, what ``handleSummary`` gets, and its machine-readable summary."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from console.domain.capacity.load_test import LimitCheck
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.services.load_tests.tool_report import ToolReport

_PERCENTILE = re.compile(r"p\((\d{1,2}(?:\.\d+)?)\)")
_LIMIT = re.compile(r"\s*(p\(\d{1,2}(?:\.\d+)?\)|avg|min|med|max|rate|count|value)\s*(<=|>=|<|>|===?)\s*([\d.]+)\s*")
_MOST_LIMITS = 200
_Metrics = Mapping[str, Mapping[str, Any]]


def read_k6(text: str) -> ToolReport:
    """Return what a summary of k6 says; raise ``UserError`` for anything else.

    Around the summary may stand other lines, as in the log of a pod.
    """
    summary = _summary(text)
    metrics = _metrics(summary)
    duration, failed = metrics.get("http_req_duration", {}), metrics.get("http_req_failed", {})
    requests, rate = _number(metrics.get("http_reqs", {}), "count"), _number(metrics.get("http_reqs", {}), "rate")
    if requests is None:
        raise UserError(
            t("This summary of k6 tells no HTTP requests."), t("Only tests of HTTP services can be imported.")
        )
    failures = _number(failed, "rate", "value")
    users = _number(metrics.get("vus_max", {}), "max", "value") or _number(metrics.get("vus", {}), "max", "value")
    return ToolReport(
        tool="k6",
        at_s=_made_at_s(summary),
        requests=int(requests),
        failed=None if failures is None else round(failures * requests),
        duration_s=_duration_s(summary, requests, rate),
        users=None if users is None else int(users),
        mean_ms=_number(duration, "avg"),
        latencies=tuple(sorted(_percentiles(duration))),
        limits=tuple(_limits(summary, metrics))[:_MOST_LIMITS],
    )


def _summary(text: str) -> Mapping[str, Any]:
    """Return the document itself, or the last line that is one."""
    for part in (text, *reversed([one for one in text.splitlines() if one.lstrip().startswith("{")])):
        try:
            found = json.loads(part)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and (isinstance(found.get("metrics"), dict) or _is_new(found)):
            return found
    raise UserError(
        t("This is no summary of k6."),
        t("Make one with: k6 run --summary-export FILE, handleSummary, or --new-machine-readable-summary."),
    )


def _is_new(found: Mapping[str, Any]) -> bool:
    results = found.get("results")
    return isinstance(results, dict) and isinstance(results.get("metrics"), list)


def _metrics(summary: Mapping[str, Any]) -> _Metrics:
    """Return the values of each metric, whichever format they stand in."""
    if _is_new(summary):
        rows = [one for one in summary["results"]["metrics"] if isinstance(one, dict)]
        pairs = [(str(one.get("name", "")), one) for one in rows]
    else:
        pairs = [(name, one) for name, one in summary["metrics"].items() if isinstance(one, dict)]
    return {name: {**one, **one["values"]} if isinstance(one.get("values"), dict) else one for name, one in pairs}


def _number(values: Mapping[str, Any], *names: str) -> float | None:
    for name in names:
        value = values.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e15:
            return float(value)
    return None


def _percentiles(duration: Mapping[str, Any]) -> Iterator[tuple[float, float]]:
    median = _number(duration, "med", "p(50)")
    if median is not None:
        yield 50.0, median
    for name in duration:
        found, value = _PERCENTILE.fullmatch(name), _number(duration, name)
        if found is not None and value is not None and float(found[1]) != 50.0:
            yield float(found[1]), value


def _duration_s(summary: Mapping[str, Any], requests: float, rate: float | None) -> float | None:
    """Return how long it took: as it is told, else by the rate of the requests."""
    state, config = summary.get("state"), summary.get("config")
    told = _number(state, "testRunDurationMs") if isinstance(state, dict) else None
    if told:
        return told / 1000.0
    told = _number(config, "duration") if isinstance(config, dict) else None
    return told or (requests / rate if rate else None)


def _made_at_s(summary: Mapping[str, Any]) -> float | None:
    metadata = summary.get("metadata")
    told = metadata.get("generatedAt", metadata.get("generated_at")) if isinstance(metadata, dict) else None
    try:
        return datetime.fromisoformat(str(told)).timestamp() if told else None
    except (ValueError, OverflowError):
        return None


def _limits(summary: Mapping[str, Any], metrics: _Metrics) -> Iterator[LimitCheck]:
    for name, values in metrics.items():
        told = values.get("thresholds")
        pairs = told.items() if isinstance(told, dict) else ()
        for source, verdict in pairs:
            kept = _kept(str(source), values)
            yield LimitCheck(f"{name} {source}", _told(verdict) if kept is None else kept)
    if _is_new(summary) and summary["results"].get("passed") is False:
        yield LimitCheck("results.passed", kept=False)  # it tells that limits were crossed, and not which


def _told(verdict: object) -> bool:
    """Return what k6 said: the export writes true for a limit that was **crossed** (grafana/k6#1498)."""
    if isinstance(verdict, dict):
        return verdict.get("ok") is True
    return verdict is False


def _kept(limit: str, values: Mapping[str, Any]) -> bool | None:
    """Return whether the values keep a limit; ``None`` for one that is not understood."""
    found = _LIMIT.fullmatch(limit)
    if found is None:
        return None
    names = {"p(50)": ("p(50)", "med"), "rate": ("rate", "value")}.get(found[1], (found[1],))
    value = _number(values, *names)
    try:
        bound = float(found[3])
    except ValueError:
        return None
    if value is None:
        return None
    return {"<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound}.get(
        found[2], value == bound
    )
