"""Electricity Maps: zones all over the world, hour by hour, with what is estimated marked as such."""

import msgspec

from connectors.carbon.moment import unix_s
from connectors.carbon.provider import Grams, Point
from connectors.common.fault import wrong_body
from connectors.common.http import HttpClient, Request
from console.domain.carbon.carbon_intensity import IntensityKind
from console.kernel.i18n import t

_STEP_S = {"5_minutes": 300.0, "15_minutes": 900.0, "hourly": 3600.0}


class _Figure(msgspec.Struct, rename="camel"):
    datetime: str
    carbon_intensity: Grams | None = None
    updated_at: str | None = None
    is_estimated: bool = False
    temporal_granularity: str = "hourly"


class _History(msgspec.Struct):
    history: list[_Figure] | None = None
    data: list[_Figure] | None = None
    """Newer versions of the interface call the list so."""


class _Forecast(msgspec.Struct, rename="camel"):
    forecast: list[_Figure] | None = None
    data: list[_Figure] | None = None
    updated_at: str | None = None
    temporal_granularity: str = "hourly"


class ElectricityMaps:
    """Places are its zone names: ``DE``, ``JP-TK``, ``US-CAL-CISO``."""

    def __init__(self, client: HttpClient) -> None:
        self._client = client

    async def now(self, place: str) -> Point:
        """Return the newest figure: it is of the current hour."""
        figure = await self._client.read(_request("latest", place), _Figure)
        points = self._points([figure])
        if not points:
            raise wrong_body(self._client.peer, t("it holds no figure"))
        return points[0]

    async def forecast(self, place: str) -> tuple[Point, ...]:
        """Return what is to come, a day or three, depending on the subscription."""
        told = await self._client.read(_request("forecast", place), _Forecast)
        figures = told.forecast or told.data or []
        step_s, issued = _STEP_S.get(told.temporal_granularity, 3600.0), told.updated_at
        issued_s = unix_s(issued, self._client.peer) if issued else None
        return tuple(
            Point(figure.carbon_intensity, IntensityKind.FORECAST, begin_s, begin_s + step_s, issued_s)
            for figure in figures
            if figure.carbon_intensity is not None
            for begin_s in (unix_s(figure.datetime, self._client.peer),)
        )

    async def history(self, place: str) -> tuple[Point, ...]:
        """Return the last 24 hours."""
        told = await self._client.read(_request("history", place), _History)
        return tuple(sorted(self._points(told.history or told.data or []), key=lambda point: point.from_s))

    def _points(self, figures: list[_Figure]) -> list[Point]:
        peer, points = self._client.peer, []
        for figure in figures:
            if figure.carbon_intensity is not None:
                begin_s = unix_s(figure.datetime, peer)
                end_s = begin_s + _STEP_S.get(figure.temporal_granularity, 3600.0)
                kind = IntensityKind.ESTIMATED if figure.is_estimated else IntensityKind.MEASURED
                issued_s = unix_s(figure.updated_at, peer) if figure.updated_at else None
                points.append(Point(figure.carbon_intensity, kind, begin_s, end_s, issued_s))
        return points


def _request(what: str, place: str) -> Request:
    return Request("GET", f"/carbon-intensity/{what}", {"zone": place})
