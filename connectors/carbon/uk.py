"""The UK Carbon Intensity API: half hours of Great Britain, national or regional, forecast 48 hours ahead."""

import re
from urllib.parse import quote

import msgspec

from connectors.carbon.moment import minute, unix_s
from connectors.carbon.provider import Grams, Point
from connectors.common.fault import wrong_body
from connectors.common.http import HttpClient, Request
from console.domain.carbon.carbon_intensity import IntensityKind
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

NATIONAL = frozenset({"", "gb", "national"})
_COUNTRIES = frozenset({"england", "scotland", "wales"})
_REGION = re.compile(r"\d{1,2}")
_OUTWARD = re.compile(r"[A-Za-z]{1,2}\d[A-Za-z\d]?")


class _Grams(msgspec.Struct):
    forecast: Grams | None = None
    actual: Grams | None = None


class _HalfHour(msgspec.Struct):
    begin: str = msgspec.field(name="from")
    end: str = msgspec.field(name="to")
    intensity: _Grams


class _National(msgspec.Struct):
    data: list[_HalfHour]


class _Region(msgspec.Struct):
    data: list[_HalfHour]


class _Regional(msgspec.Struct):
    data: list[_Region] | _Region
    """The documentation shows a list; where times are asked for, the server leaves it out."""


class _CountryRegion(msgspec.Struct):
    intensity: _Grams


class _CountryEntry(msgspec.Struct):
    """The documentation shows half hours of regions; the server answers as for a region."""

    data: list[_HalfHour] | None = None
    begin: str = msgspec.field(name="from", default="")
    end: str = msgspec.field(name="to", default="")
    regions: list[_CountryRegion] = []

    def halves(self) -> list[_HalfHour]:
        """Return its half hours."""
        if self.data is not None:
            return self.data
        return [_HalfHour(self.begin, self.end, one.intensity) for one in self.regions[:1]]


class _Country(msgspec.Struct):
    data: list[_CountryEntry]


class UkCarbon:
    """Places: empty or ``GB``, a region's number, an outward postcode (``RG10``), ``england|scotland|wales``.

    Regions have forecasts only, also for what has passed, and countries only the current half hour.
    """

    def __init__(self, client: HttpClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    async def now(self, place: str) -> Point:
        """Return the current half hour: measured where that is known by now."""
        points = await self._points("/intensity" if _is_national(place) else f"/regional/{_region(place)}", place)
        if not points:
            raise wrong_body(self._client.peer, t("it holds no figure"))
        return points[-1]

    async def forecast(self, place: str) -> tuple[Point, ...]:
        """Return the next 48 hours."""
        return await self._span(place, "fw48h")

    async def history(self, place: str) -> tuple[Point, ...]:
        """Return the last 24 hours."""
        return await self._span(place, "pt24h")

    async def _span(self, place: str, span: str) -> tuple[Point, ...]:
        if place.lower() in _COUNTRIES:
            return ()
        at = quote(minute(self._clock.now().timestamp()), safe=":")
        if _is_national(place):
            return await self._points(f"/intensity/{at}/{span}", place)
        return await self._points(f"/regional/intensity/{at}/{span}/{_region(place)}", place)

    async def _points(self, path: str, place: str) -> tuple[Point, ...]:
        request = Request("GET", path)
        if _is_national(place):
            halves = (await self._client.read(request, _National)).data
        elif place.lower() in _COUNTRIES:
            several = (await self._client.read(request, _Country)).data
            halves = [half for one in several for half in one.halves()]
        else:
            found = (await self._client.read(request, _Regional)).data
            regions = [found] if isinstance(found, _Region) else found
            halves = [half for region in regions for half in region.data]
        return tuple(sorted(self._known(halves), key=lambda point: point.from_s))

    def _known(self, halves: list[_HalfHour]) -> list[Point]:
        points = []
        for half in halves:
            measured, told = half.intensity.actual, half.intensity.forecast
            value = told if measured is None else measured
            if value is not None:
                kind = IntensityKind.FORECAST if measured is None else IntensityKind.MEASURED
                begin_s, end_s = unix_s(half.begin, self._client.peer), unix_s(half.end, self._client.peer)
                points.append(Point(value, kind, begin_s, end_s))
        return points


def _is_national(place: str) -> bool:
    return place.lower() in NATIONAL


def _region(place: str) -> str:
    """Return the end of the path that names a region; raise ``ConnectorError`` (not found) for what is none."""
    if place.lower() in _COUNTRIES:
        return place.lower()
    if _REGION.fullmatch(place):
        return f"regionid/{place}"
    if _OUTWARD.fullmatch(place):
        return f"postcode/{place.upper()}"
    raise ConnectorError(
        ErrorKind.NOT_FOUND,
        t("{place} is not a place of the UK Carbon Intensity API.", place=repr(place)),
        t("Name GB, a region's number, the first half of a postcode such as RG10, or england, scotland or wales."),
    )
