"""Annotations: what happened when."""

from collections.abc import Mapping
from typing import Any

from console.lab.outside.grafana.grafana_reply import GrafanaRefusal, not_found

_USUAL = 100


class AnnotationBook:
    """Times are milliseconds; the latest come first. Raises ``GrafanaRefusal`` as the server would answer."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[str, Any]] = {}
        self._last = 0

    def add(self, body: Mapping[str, Any], now_ms: int) -> dict[str, Any]:
        """Write one; without a time it is now."""
        if not str(body.get("text") or "").strip():
            raise GrafanaRefusal(400, "Failed to save annotation", error="text field should not be empty")
        begin = _whole(body.get("time")) or now_ms
        self._last += 1
        self._rows[self._last] = {
            "id": self._last,
            "alertId": 0,
            "dashboardId": 0,
            "dashboardUID": body.get("dashboardUID") or None,
            "panelId": _whole(body.get("panelId")),
            "userId": 1,
            "newState": "",
            "prevState": "",
            "created": now_ms,
            "updated": now_ms,
            "time": begin,
            "timeEnd": _whole(body.get("timeEnd")) or begin,
            "text": str(body["text"]),
            "tags": [str(tag) for tag in body.get("tags") or []],
            "login": "sa-cell-console",
            "email": "",
            "avatarUrl": "",
            "data": {},
        }
        return {"message": "Annotation added", "id": self._last}

    def find(self, query: Mapping[str, str], tags: list[str]) -> list[dict[str, Any]]:
        """Those that touch the time range and have all tags."""
        begin, end = _whole(query.get("from")), _whole(query.get("to")) or 2**62
        found = [
            row
            for row in self._rows.values()
            if row["time"] <= end and row["timeEnd"] >= begin and set(tags) <= set(row["tags"])
        ]
        found.sort(key=lambda row: row["time"], reverse=True)
        return found[: _whole(query.get("limit")) or _USUAL]

    def read(self, number: int) -> dict[str, Any]:
        """One of them."""
        if number not in self._rows:
            raise not_found("annotation")
        return self._rows[number]

    def delete(self, number: int) -> dict[str, Any]:
        """Take one out."""
        self.read(number)
        del self._rows[number]
        return {"message": "Annotation deleted"}


def _whole(value: object) -> int:
    """A number of a body or a query; 0 for anything else."""
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 20 else 0
