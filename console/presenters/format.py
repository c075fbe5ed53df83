"""Numbers, times and units as text; an unknown value is a dash, never a zero."""

from __future__ import annotations

from datetime import UTC, datetime
from math import floor, isfinite, log10

from console.domain.signal import Unit
from console.kernel.i18n import t

UNKNOWN = "–"
_AROUND = {
    Unit.USD: ("$", ""),
    Unit.USD_PER_HOUR: ("$", "/h"),
    Unit.PER_SECOND: ("", "/s"),
    Unit.TOKENS_PER_SECOND: ("", " tok/s"),
}
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3_600, 86_400


def number(value: float | None, digits: int = 0) -> str:
    """Return a number with grouped thousands; a dash when unknown or not finite."""
    if value is None or not isfinite(value):
        return UNKNOWN
    return f"{value:,.{digits}f}"


def significant(value: float | None, digits: int = 3) -> str:
    """Return a number with about ``digits`` significant digits and grouped thousands, never in exponent form."""
    if value is None or not isfinite(value):
        return UNKNOWN
    if value == 0:
        return "0"
    return number(value, min(9, max(0, digits - 1 - floor(log10(abs(value))))))


def quantity(value: float | None, unit: Unit) -> str:
    """Return a value with its unit, scaled to what a person reads (0.182 s → 182 ms, 0.9993 → 99.93 %)."""
    if value is None or not isfinite(value):
        return UNKNOWN
    if unit is Unit.BYTES_PER_SECOND:
        return f"{decimal_size(value)}/s"
    own = {Unit.SECONDS: duration, Unit.RATIO: percent, Unit.KWH: energy, Unit.BYTES: decimal_size}.get(unit)
    if own is not None:
        return own(value)
    if unit is Unit.COUNT:
        return significant(value) if value % 1 else number(value)
    before, after = _AROUND.get(unit, ("", f" {unit.value}"))
    return f"{before}{significant(value)}{after}"


def energy(kwh: float) -> str:
    """Return an energy given in kWh in the unit that needs no row of zeros: kWh, Wh or mWh."""
    for factor, unit in ((1.0, "kWh"), (1e3, "Wh")):
        if abs(kwh) * factor >= 0.1:
            return f"{significant(kwh * factor)} {unit}"
    return f"{significant(kwh * 1e6)} mWh"


def percent(ratio: float | None) -> str:
    """Return a ratio in per cent; more digits the closer it is to the whole, because nines are what is asked for."""
    if ratio is None or not isfinite(ratio):
        return UNKNOWN
    if ratio in {0.0, 1.0}:
        return f"{ratio * 100:.0f} %"
    if 0.99 <= ratio < 1:
        return f"{ratio * 100:.{3 if ratio >= 0.999 else 2}f} %"
    return f"{ratio * 100:,.{2 if abs(ratio) < 0.0995 else 1}f} %"


def duration(seconds: float | None) -> str:
    """Return a length of time in the largest fitting unit, with the next smaller one above a minute."""
    if seconds is None or not isfinite(seconds):
        return UNKNOWN
    size = abs(seconds)
    if size < 0.0995:
        return f"{significant(seconds * 1000, 2)} ms"
    if size < 1:
        return f"{seconds * 1000:.0f} ms"
    if size < _MINUTE_S:
        return f"{significant(seconds)} s"
    for span, name, part, part_name in (
        (_HOUR_S, "min", 1, "s"),
        (_DAY_S, "h", _MINUTE_S, "min"),
        (float("inf"), "d", _HOUR_S, "h"),
    ):
        if size < span:
            return _two_parts(int(seconds), name, part, part_name)
    return UNKNOWN


def _two_parts(seconds: int, name: str, part: int, part_name: str) -> str:
    unit = {"min": _MINUTE_S, "h": _HOUR_S, "d": _DAY_S}[name]
    large, rest = divmod(seconds, unit)
    small = rest // part
    return f"{large} {name} {small} {part_name}" if small else f"{large} {name}"


def ago(at_s: float | None, now_s: float) -> str:
    """Return how long ago a moment was, coarsely."""
    if at_s is None:
        return t("never")
    seconds = max(0.0, now_s - at_s)
    if seconds < 2:
        return t("just now")
    return t("{time} ago", time=coarse(seconds))


def coarse(seconds: float) -> str:
    """Return a length of time in one unit: 12 s, 3 min, 5 h, 2 d."""
    for unit_s, name in ((_DAY_S, "d"), (_HOUR_S, "h"), (_MINUTE_S, "min")):
        if seconds >= unit_s:
            return f"{int(seconds // unit_s)} {name}"
    return f"{int(seconds)} s"


def local_time(at_s: float | None) -> str:
    """Return a moment in the computer's time zone, to the second."""
    if at_s is None:
        return UNKNOWN
    try:
        return datetime.fromtimestamp(at_s, UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except (ValueError, OverflowError, OSError):  # beyond the years 1 to 9999, or not finite
        return UNKNOWN


def size(count: float | None) -> str:
    """Return bytes in binary units."""
    if count is None or not isfinite(count):
        return UNKNOWN
    for unit in ("B", "KiB", "MiB", "GiB", "TiB"):
        if abs(count) < 1024 or unit == "TiB":
            return f"{count:.0f} {unit}" if unit == "B" else f"{significant(count)} {unit}"
        count /= 1024
    return UNKNOWN


def decimal_size(count: float) -> str:
    """Return bytes in decimal units, as limits of providers are stated."""
    for factor, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if abs(count) >= factor:
            return f"{significant(count / factor)} {unit}"
    return f"{count:.0f} B"
