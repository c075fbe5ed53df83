"""A carbon intensity service as WattTime has one: marginal emissions every five minutes, behind a login."""

import base64
import hmac
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from console.lab.outside.carbon.lab_grid import CALIFORNIA, LabGrid

USERNAME = "lab"
REGIONS = {"CAISO_NORTH": CALIFORNIA}
_STEP_S = 300
_TOKEN_S = 1_800.0
_MARGIN = 1.25
"""The plants that answer to more demand emit more than the mix."""
_POUNDS_PER_MWH = 1000 / 453.59237
_MOST_H = 72
_LONGEST_S = 32 * 86_400


class WattTimeSite:
    """Answers login, forecast and history; ``guard`` refuses who shows neither password nor a living token."""

    def __init__(self, grid: LabGrid, password: str) -> None:
        self._grid = grid
        self._basic = base64.b64encode(f"{USERNAME}:{password}".encode())
        self._tokens: dict[str, float] = {}

    def guard(self, request: web.BaseRequest) -> web.Response | None:
        """Return a refusal for who may not ask."""
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if request.rel_url.path == "/login":
            is_known = hmac.compare_digest(given.strip().encode("utf-8", "surrogateescape"), self._basic)
            return None if scheme.lower() == "basic" and is_known else _refusal(401, "Invalid credentials")
        if scheme.lower() == "bearer" and self._tokens.get(given.strip(), 0.0) > self._grid.now_s():
            return None
        return _refusal(401, "Invalid token")

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        path, asked = request.rel_url.path, request.rel_url.query
        if path == "/login":
            return web.json_response({"token": self._new_token()})
        tell = {"/v3/forecast": self._forecast, "/v3/historical": self._historical}.get(path)
        if tell is None:
            return _refusal(404, "Not found")
        zone = REGIONS.get(asked.get("region", ""))
        if zone is None:
            return _refusal(403, "This region is not in your plan")
        try:
            return web.json_response(tell(zone, asked))
        except (KeyError, ValueError):
            return _refusal(400, "Invalid parameters")

    def _new_token(self) -> str:
        now_s = self._grid.now_s()
        self._tokens = {token: until_s for token, until_s in self._tokens.items() if until_s > now_s}
        token = secrets.token_urlsafe(24)
        self._tokens[token] = now_s + _TOKEN_S
        return token

    def _forecast(self, zone: str, asked: Mapping[str, str]) -> dict[str, Any]:
        hours = int(asked.get("horizon_hours", 24))
        if not 0 <= hours <= _MOST_H:
            raise ValueError(hours)
        now = int(self._grid.now_s()) // _STEP_S * _STEP_S
        told = self._told(zone, asked, range(now, now + max(_STEP_S, hours * 3600), _STEP_S), self._grid.forecast)
        told["meta"] |= {"generated_at": _text(now), "generated_at_period_seconds": _STEP_S}
        return told

    def _historical(self, zone: str, asked: Mapping[str, str]) -> dict[str, Any]:
        begin, end = (datetime.fromisoformat(asked[name]).timestamp() for name in ("start", "end"))
        if not 0 <= end - begin <= _LONGEST_S:
            raise ValueError(begin)
        times = range(int(begin) // _STEP_S * _STEP_S, int(min(end, self._grid.now_s())), _STEP_S)
        return self._told(zone, asked, times, self._grid.grams)

    def _told(
        self, zone: str, asked: Mapping[str, str], times: range, grams: Callable[[str, float], float]
    ) -> dict[str, Any]:
        if asked["signal_type"] != "co2_moer":
            raise ValueError(asked["signal_type"])
        data = [
            {"point_time": _text(at_s), "value": round(grams(zone, at_s) * _MARGIN * _POUNDS_PER_MWH, 1)}
            for at_s in times
        ]
        meta: dict[str, Any] = {
            "data_point_period_seconds": _STEP_S,
            "region": asked["region"],
            "warnings": [],
            "signal_type": "co2_moer",
            "model": {"date": "2026-03-01"},
            "units": "lbs_co2_per_mwh",
        }
        return {"data": data, "meta": meta}


def _text(at_s: float) -> str:
    return datetime.fromtimestamp(at_s, UTC).isoformat()


def _refusal(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status)
