"""Numbers and times that must fit each other."""

import math
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from console.estate.checks.row import Found, is_number, rows
from console.estate.legible import legible
from console.estate.problem import Path
from console.kernel.i18n import t

_SUM_TOLERANCE = 1e-6  # L5.1
_TIME: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)


def bound_problems(data: Mapping[str, Any]) -> Iterator[Found]:
    """Minimum and maximum, sums of weights, beginnings and ends, time zones."""
    yield from _autoscale(data)
    yield from _weights(data)
    yield from _calendars(data)


def _autoscale(data: Mapping[str, Any]) -> Iterator[Found]:
    for section in ("cells", "templates"):
        for path, row in rows(data, section):
            bounds = row.get("autoscale")
            if not isinstance(bounds, Mapping):
                continue
            low, high = bounds.get("min", 1), bounds.get("max")
            if is_number(low) and is_number(high) and low > high:
                yield (
                    (*path, "autoscale", "max"),
                    t("max {max} is less than min {min}; exchange or correct them.", max=high, min=low),
                )


def _weights(data: Mapping[str, Any]) -> Iterator[Found]:
    for path, row in rows(data, "routers"):
        targets = [target for _, target in rows(row, "targets")]
        weights = [target["weight"] for target in targets if is_number(target.get("weight"))]
        if not weights or len(weights) < len(targets):
            continue
        total = math.fsum(weights)
        if abs(total - 1) > _SUM_TOLERANCE:
            yield (*path, "targets"), t("the weights sum to {total}; they must sum to 1.", total=f"{total:.6g}")


def _calendars(data: Mapping[str, Any]) -> Iterator[Found]:
    for path, row in rows(data, "calendars"):
        yield from zone_problem(row.get("time_zone"), (*path, "time_zone"))
        for inner, entry in rows(row, "entries"):
            start, end = _time(entry.get("start")), _time(entry.get("end"))
            if start is not None and end is not None and end <= start:
                yield (*path, *inner, "end"), t("the end is not after the start; correct one of them.")


def zone_problem(zone: Any, path: Path) -> Iterator[Found]:
    """Yield that a time zone is none."""
    if isinstance(zone, str) and not _is_zone(zone):
        yield path, t('there is no time zone "{zone}"; use a name such as Asia/Tokyo or UTC.', zone=legible(zone))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return not available_timezones()  # a computer without the database of zones cannot tell
    return True


def _time(value: Any) -> datetime | None:
    """Return an aware time, or nothing when the schema will refuse the value anyway."""
    if not isinstance(value, str):
        return None
    try:
        return _TIME.validate_python(value)
    except ValidationError:
        return None
