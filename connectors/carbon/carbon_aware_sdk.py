"""The WebApi of the Carbon Aware SDK (Green Software Foundation), run by oneself in front of other providers."""

import re

import msgspec

from connectors.carbon.moment import minute, unix_s
from connectors.carbon.provider import Grams, Point
from connectors.common.fault import wrong_body
from connectors.common.http import HttpClient, Request
from connectors.common.json_answer import decoded
from console.domain.carbon.carbon_intensity import IntensityKind
from console.kernel.clock import Clock
from console.kernel.i18n import t

_DAY_S, _HOUR_S, _MINUTE_S = 86_400.0, 3_600.0, 60.0
_DURATION = re.compile(r"(?:(\d{1,3})\.)?(\d{1,2}):(\d{2}):(\d{2})(?:\.\d+)?")
_NO_CONTENT = 204


class _Rating(msgspec.Struct):
    time: str
    rating: Grams
    duration: str = ""


class _Ahead(msgspec.Struct):
    timestamp: str
    value: Grams
    duration: float = 0.0
    """Minutes."""


class _Forecast(msgspec.Struct, rename="camel"):
    generated_at: str
    forecast_data: list[_Ahead] = []


class CarbonAwareSdk:
    """Places are its configured locations: ``westeurope``."""

    def __init__(self, client: HttpClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    async def now(self, place: str) -> Point:
        """Return the newest figure of the last two hours."""
        points = await self._measured(place, 2 * _HOUR_S)
        if not points:
            raise wrong_body(self._client.peer, t("it holds no figure"))
        return points[-1]

    async def forecast(self, place: str) -> tuple[Point, ...]:
        """Return what is to come, as far as the provider behind it tells; nothing where it does not forecast."""
        answer = await self._client.send(Request("GET", "/emissions/forecasts/current", {"location": [place]}))
        told = [] if answer.status == _NO_CONTENT else decoded(answer, list[_Forecast], self._client.peer)
        peer = self._client.peer
        return tuple(
            Point(
                one.value,
                IntensityKind.FORECAST,
                unix_s(one.timestamp, peer),
                unix_s(one.timestamp, peer) + (one.duration * _MINUTE_S or _HOUR_S),
                unix_s(forecast.generated_at, peer),
            )
            for forecast in told
            for one in forecast.forecast_data
        )

    async def history(self, place: str) -> tuple[Point, ...]:
        """Return the last 24 hours."""
        return await self._measured(place, _DAY_S)

    async def _measured(self, place: str, span_s: float) -> tuple[Point, ...]:
        now_s = self._clock.now().timestamp()
        asked = {"location": place, "time": minute(now_s - span_s), "toTime": minute(now_s)}
        answer = await self._client.send(Request("GET", "/emissions/bylocation", asked))
        told = [] if answer.status == _NO_CONTENT else decoded(answer, list[_Rating], self._client.peer)
        points = (
            Point(one.rating, IntensityKind.MEASURED, begin_s, begin_s + (_seconds(one.duration) or _HOUR_S))
            for one in told
            for begin_s in (unix_s(one.time, self._client.peer),)
        )
        return tuple(sorted(points, key=lambda point: point.from_s))


def _seconds(duration: str) -> float:
    """Return a .NET time span (``01:00:00``, ``1.00:00:00``) in seconds; 0 when it is none."""
    found = _DURATION.fullmatch(duration)
    if found is None:
        return 0.0
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return days * _DAY_S + hours * _HOUR_S + minutes * _MINUTE_S + seconds
