"""A carbon intensity service as Great Britain has one: half hours, a forecast for two days, JSON errors."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from console.lab.outside.carbon.lab_grid import GREAT_BRITAIN, LabGrid

HALF_HOUR_S = 1_800
_FORM = "%Y-%m-%dT%H:%MZ"
_LONGEST = timedelta(days=14)
_TIME = r"(?P<at>\d{4}-\d\d-\d\dT\d\d:\d\dZ)"
_SPANS = {"fw24h": (0, 24), "fw48h": (0, 48), "pt24h": (-24, 0)}
_PLACE = r"(?:regionid/(?P<region>\d{1,2})|postcode/(?P<postcode>[A-Z]{1,2}\d[A-Z\d]?))"
_NATIONAL_NOW = re.compile(r"/intensity")
_NATIONAL_SPAN = re.compile(rf"/intensity/{_TIME}/(?P<span>fw24h|fw48h|pt24h)")
_NATIONAL_RANGE = re.compile(rf"/intensity/{_TIME}/(?P<end>\d{{4}}-\d\d-\d\dT\d\d:\d\dZ)")
_REGIONAL_NOW = re.compile(rf"/regional/{_PLACE}")
_REGIONAL_SPAN = re.compile(rf"/regional/intensity/{_TIME}/(?P<span>fw24h|fw48h|pt24h)/{_PLACE}")
_MOST_REGIONS = 17
_WORDS = ((40, "very low"), (110, "low"), (190, "moderate"), (270, "high"))
_BAD_TIME = "Please enter a valid start and end datetime in ISO8601 format 'YYYY-MM-DDThh:mmZ'"


class UkSite:
    """Answers the requests; what it does not know is a 400, as there."""

    def __init__(self, grid: LabGrid) -> None:
        self._grid = grid

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        try:
            found = self._find(request.rel_url.path) if request.method == "GET" else None
        except ValueError:
            return _refusal(_BAD_TIME)
        return _refusal("This endpoint does not exist.") if found is None else web.json_response({"data": found})

    def _find(self, path: str) -> Any:
        """Return the data of a path, ``None`` when there is no such path; raise ``ValueError`` for a wrong time."""
        if _NATIONAL_NOW.fullmatch(path):
            return self._national(self._now(), 0, 0.5)
        if span := _NATIONAL_SPAN.fullmatch(path):
            return self._national(_parsed(span["at"]), *_SPANS[span["span"]])
        if limits := _NATIONAL_RANGE.fullmatch(path):
            begin, end = _parsed(limits["at"]), _parsed(limits["end"])
            if not begin <= end <= begin + _LONGEST:
                raise ValueError(path)
            return self._national(begin, 0, (end - begin).total_seconds() / 3600)
        if place := _REGIONAL_NOW.fullmatch(path):
            return [self._region(place, self._now(), 0, 0.5)]
        if span := _REGIONAL_SPAN.fullmatch(path):
            return self._region(span, _parsed(span["at"]), *_SPANS[span["span"]])
        return None

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._grid.now_s(), UTC)

    def _national(self, at: datetime, first_h: float, last_h: float) -> list[dict[str, Any]]:
        now_s, halves = self._grid.now_s(), []
        for begin_s in _half_hours(at, first_h, last_h):
            ended = begin_s + HALF_HOUR_S <= now_s
            middle_s = begin_s + HALF_HOUR_S / 2
            forecast = round(self._grid.forecast(GREAT_BRITAIN, middle_s))
            actual = round(self._grid.grams(GREAT_BRITAIN, middle_s)) if ended else None
            halves.append(
                {**_ends(begin_s), "intensity": {"forecast": forecast, "actual": actual, "index": _word(forecast)}}
            )
        return halves

    def _region(self, place: "re.Match[str]", at: datetime, first_h: float, last_h: float) -> dict[str, Any]:
        number = int(place["region"]) if place["region"] else sum(map(ord, place["postcode"])) % 14 + 1
        if not 1 <= number <= _MOST_REGIONS:
            raise ValueError(number)
        halves = []
        for begin_s in _half_hours(at, first_h, last_h):
            grams = round(self._grid.forecast(GREAT_BRITAIN, begin_s + HALF_HOUR_S / 2) * (0.4 + 0.07 * number))
            halves.append({**_ends(begin_s), "intensity": {"forecast": grams, "index": _word(grams)}})
        named = {"postcode": place["postcode"]} if place["postcode"] else {}
        name = f"Region {number}"
        return {"regionid": number, "dnoregion": name, "shortname": name, **named, "data": halves}


def _half_hours(at: datetime, first_h: float, last_h: float) -> Iterable[int]:
    begin = int(at.timestamp() + first_h * 3600) // HALF_HOUR_S * HALF_HOUR_S
    return range(begin, begin + int((last_h - first_h) * 3600), HALF_HOUR_S)


def _ends(begin_s: int) -> dict[str, str]:
    begin, end = (datetime.fromtimestamp(at_s, UTC).strftime(_FORM) for at_s in (begin_s, begin_s + HALF_HOUR_S))
    return {"from": begin, "to": end}


def _parsed(text: str) -> datetime:
    return datetime.strptime(text, _FORM).replace(tzinfo=UTC)


def _word(grams: float) -> str:
    return next((word for limit, word in _WORDS if grams < limit), "very high")


def _refusal(sentence: str) -> web.Response:
    return web.json_response({"error": {"code": "400 Bad Request", "message": sentence}}, status=400)
