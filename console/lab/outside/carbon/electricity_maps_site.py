"""A carbon intensity service as Electricity Maps has one: zones of the world by the hour, behind ``auth-token``."""

import hmac
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from console.lab.loopback.loopback_site import Guard
from console.lab.outside.carbon.lab_grid import LabGrid

_PREFIX = "/v3/carbon-intensity/"
_HOUR_S = 3_600
_PAST_H, _AHEAD_H = 24, 48
_SETTLED_H = 3
"""Figures are estimated until measurements have come in."""


def auth_token_guard(token: str) -> Guard:
    """Return a guard that lets through who shows ``token`` in the header ``auth-token``."""

    def guard(request: web.BaseRequest) -> web.Response | None:
        given = request.headers.get("auth-token", "").encode("utf-8", "surrogateescape")
        if hmac.compare_digest(given, token.encode()):
            return None
        return web.json_response({"error": "Invalid auth-token"}, status=401)

    return guard


class ElectricityMapsSite:
    """Answers latest, history and forecast of a zone."""

    def __init__(self, grid: LabGrid) -> None:
        self._grid = grid

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        path = request.rel_url.path
        tell = {"latest": self._latest, "history": self._history, "forecast": self._forecast}.get(
            path.removeprefix(_PREFIX) if path.startswith(_PREFIX) else ""
        )
        if tell is None or request.method != "GET":
            return web.json_response({"message": "Not found"}, status=404)
        zone = request.rel_url.query.get("zone", "")
        if zone not in self._grid.zones:
            return web.json_response({"status": "error", "message": f"Zone '{zone[:40]}' does not exist."}, status=404)
        return web.json_response(tell(zone))

    def _latest(self, zone: str) -> dict[str, Any]:
        return {"zone": zone, **self._figure(zone, self._hour())}

    def _history(self, zone: str) -> dict[str, Any]:
        hours = range(self._hour() - (_PAST_H - 1) * _HOUR_S, self._hour() + 1, _HOUR_S)
        return {"zone": zone, "history": [{"zone": zone, **self._figure(zone, hour)} for hour in hours]}

    def _forecast(self, zone: str) -> dict[str, Any]:
        hours = range(self._hour(), self._hour() + _AHEAD_H * _HOUR_S, _HOUR_S)
        figures = [
            {"carbonIntensity": round(self._grid.forecast(zone, hour + _HOUR_S / 2)), "datetime": _text(hour)}
            for hour in hours
        ]
        return {"zone": zone, "forecast": figures, "updatedAt": _text(self._grid.now_s())}

    def _figure(self, zone: str, hour: int) -> dict[str, Any]:
        # The hour that has begun is told by its present value, so that it agrees with what the cells see.
        middle_s = self._grid.now_s() if hour == self._hour() else hour + _HOUR_S / 2
        is_estimated = hour > self._hour() - _SETTLED_H * _HOUR_S
        return {
            "carbonIntensity": round(self._grid.grams(zone, middle_s)),
            "datetime": _text(hour),
            "updatedAt": _text(self._grid.now_s()),
            "createdAt": _text(hour),
            "emissionFactorType": "lifecycle",
            "isEstimated": is_estimated,
            "estimationMethod": "TIME_SLICER_AVERAGE" if is_estimated else None,
        }

    def _hour(self) -> int:
        return int(self._grid.now_s()) // _HOUR_S * _HOUR_S


def _text(at_s: float) -> str:
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
