"""The dashboards that the lab begins with; their queries are about the lab's own metrics."""

from collections.abc import Iterator
from typing import Any

FOLDERS = {"cells": "Cells", "business": "Business"}
_REQUESTS = "sum by (cell) (rate(http_server_requests_total[1m]))"
_FAILED = 'sum by (cell) (rate(http_server_requests_total{http_response_status_code=~"5.."}[1m]))'
_BUCKETS = 'sum by (cell, le) (rate(http_server_request_duration_seconds_bucket{service="web"}[1m]))'
_CELLS = (
    ("Requests", "reqps", _REQUESTS),
    ("Errors", "percentunit", f"{_FAILED} / {_REQUESTS}"),
    ("Latency p95", "s", f"histogram_quantile(0.95, {_BUCKETS})"),
    ("Waiting newsletters", "short", "sum by (cell) (kafka_consumergroup_lag)"),
)
_BUSINESS = (
    ("Deliveries", "wps", "sum by (segment) (rate(newsletter_deliveries_total[1m]))"),
    ("Clicks", "cps", "sum by (segment) (rate(newsletter_cta_clicks_total[1m]))"),
)


def first_dashboards() -> Iterator[tuple[str, dict[str, Any]]]:
    """Folder and model of each."""
    yield "cells", _dashboard("cells-overview", "Cells", ["cells"], _CELLS)
    yield "business", _dashboard("business-overview", "Newsletter business", ["business"], _BUSINESS)


def _dashboard(uid: str, title: str, tags: list[str], rows: tuple[tuple[str, str, str], ...]) -> dict[str, Any]:
    panels = [
        {
            "id": number,
            "type": "timeseries",
            "title": name,
            "gridPos": {"x": 12 * (number % 2), "y": 8 * (number // 2), "w": 12, "h": 8},
            "fieldConfig": {"defaults": {"unit": unit}, "overrides": []},
            "targets": [{"refId": "A", "expr": query}],
        }
        for number, (name, unit, query) in enumerate(rows)
    ]
    shown = {"time": {"from": "now-6h", "to": "now"}, "refresh": "30s", "schemaVersion": 39}
    return {"uid": uid, "title": title, "tags": tags, "timezone": "browser", **shown, "panels": panels}
