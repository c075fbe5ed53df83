"""Numbers, times and units as text, as the reader writes them; an unknown value is a dash, never a zero."""

from __future__ import annotations

from datetime import UTC, date, datetime
from math import floor, isfinite, log10

from console.domain.unit import Unit
from console.kernel.i18n import language, localized, t

UNKNOWN = "–"
_AROUND = {
    Unit.USD: ("$", ""),
    Unit.USD_PER_HOUR: ("$", "/h"),
    Unit.PER_SECOND: ("", "/s"),
    Unit.TOKENS_PER_SECOND: ("", " tok/s"),
}
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3_600, 86_400
_MOST_DIGITS = 6  # of a ratio in per cent
_DAY_FORMS = {"en": "%Y-%m-%d", "ja": "%Y/%m/%d"}  # English is read worldwide: no order of day and month to guess


def number(value: float | None, digits: int = 0) -> str:
    """Return a number with grouped thousands; a dash when unknown or not finite."""
    if value is None or not isfinite(value):
        return UNKNOWN
    return localized(_unsigned_zero(f"{value:,.{digits}f}"))


def _unsigned_zero(text: str) -> str:
    """Leave out the sign of what was rounded away: "-0" looks like a loss."""
    return text[1:] if text[0] in "+-" and not text.strip("+-0.") else text


def signed(value: float | None, digits: int = 0) -> str:
    """Return a difference, which has a sign also when it is above zero."""
    if value is None or not isfinite(value):
        return UNKNOWN
    return localized(_unsigned_zero(f"{value:+,.{digits}f}"))


def short(value: float | None, digits: int = 6) -> str:
    """Return a number with the digits that it has, at most ``digits`` significant ones: 99.5, 30, 0.001."""
    if value is None or not isfinite(value):
        return UNKNOWN
    rounded = float(f"{value:.{digits}g}")
    text = f"{rounded:,.{min(15, max(0, digits - 1 - floor(log10(abs(rounded)))))}f}" if rounded else "0"
    return localized(text.rstrip("0").rstrip(".") if "." in text else text)


def significant(value: float | None, digits: int = 3) -> str:
    """Return a number with about ``digits`` significant digits and grouped thousands, never in exponent form."""
    if value is None or not isfinite(value):
        return UNKNOWN
    if value == 0:
        return "0"
    power = int(f"{value:.{digits - 1}e}".rpartition("e")[2])  # when rounded: 9.996 is ten
    return number(value, min(9, max(0, digits - 1 - power)))


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
    sign = "-" if before and value < 0 else ""
    return f"{sign}{before}{significant(abs(value) if sign else value)}{after}"


def energy(kwh: float) -> str:
    """Return an energy given in kWh in the unit that needs no row of zeros: kWh, Wh or mWh."""
    for factor, unit in ((1.0, "kWh"), (1e3, "Wh")):
        if abs(kwh) * factor >= 0.1:
            return f"{significant(kwh * factor)} {unit}"
    return f"{significant(kwh * 1e6)} mWh"


def percent(ratio: float | None) -> str:
    """Return a ratio in per cent; more digits the closer it is to the whole, because nines are what is asked for.

    Nothing that is less than the whole is rounded to it, and nothing that is more than nothing to zero.
    """
    if ratio is None or not isfinite(ratio):
        return UNKNOWN
    if ratio in {0.0, 1.0}:
        return f"{abs(ratio) * 100:.0f} %"
    digits = percent_digits(ratio)
    return f"{number(_below_whole(ratio, digits), digits)} %"


def percent_digits(ratio: float) -> int:
    """Return how many digits after the point a ratio needs in per cent."""
    size = abs(ratio)
    usual = 3 if 0.999 <= ratio < 1 else 2 if 0.99 <= ratio < 1 or size < 0.0995 else 1
    gap = 1 - ratio if 0.99 <= ratio < 1 else size
    return usual if gap == 0 else min(_MOST_DIGITS, max(usual, -floor(round(log10(gap), 6)) - 2))


def _below_whole(ratio: float, digits: int) -> float:
    """Return per cents that are not rounded up to 100."""
    scale = 10**digits
    return min(ratio * 100, (100 * scale - 1) / scale) if ratio < 1 else ratio * 100


def duration(seconds: float | None) -> str:
    """Return a length of time in the largest fitting unit, with the next smaller one above a minute."""
    if seconds is None or not isfinite(seconds):
        return UNKNOWN
    size = abs(seconds)
    if size < 0.0995:
        return f"{significant(seconds * 1000, 2)} ms"
    if size < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    if size < _MINUTE_S - 0.05:
        return t("{number} s", number=significant(seconds))
    unit_s, part_s = (_MINUTE_S, 1) if size < _HOUR_S else (_HOUR_S, _MINUTE_S) if size < _DAY_S else (_DAY_S, _HOUR_S)
    large, rest = divmod(max(int(size), _MINUTE_S), unit_s)
    small, sign = rest // part_s, "-" if seconds < 0 else ""
    return sign + (f"{_in_units(large, unit_s)} {_in_units(small, part_s)}" if small else _in_units(large, unit_s))


def _in_units(count: int, unit_s: int) -> str:
    if unit_s == _DAY_S:
        return t("{number} d", number=number(count))
    if unit_s == _HOUR_S:
        return t("{number} h", number=count)
    return t("{number} min", number=count) if unit_s == _MINUTE_S else t("{number} s", number=count)


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
    unit_s = next((one for one in (_DAY_S, _HOUR_S, _MINUTE_S) if seconds >= one), 1)
    return _in_units(int(seconds // unit_s), unit_s)


def local_time(at_s: float | None) -> str:
    """Return a moment in the computer's time zone, to the second."""
    return _local(at_s, f"{_DAY_FORMS[language()]} %H:%M:%S")


def local_minute(at_s: float | None) -> str:
    """Return a moment in the computer's time zone, to the minute."""
    return _local(at_s, f"{_DAY_FORMS[language()]} %H:%M")


def local_day(at_s: float | None) -> str:
    """Return the day of a moment in the computer's time zone."""
    return _local(at_s, _DAY_FORMS[language()])


def utc_time(at_s: float) -> str:
    """Return a moment as programs read it: ISO 8601 in UTC, whatever the reader's language and time zone."""
    return datetime.fromtimestamp(at_s, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def minute_text(at: datetime, *, with_zone: bool = False) -> str:
    """Return a moment as its own time zone has it, to the minute."""
    return at.strftime(f"{_DAY_FORMS[language()]} %H:%M{' %Z' if with_zone else ''}")


def written_day(day: date) -> str:
    """Return a day."""
    return day.strftime(_DAY_FORMS[language()])


def short_day(day: date) -> str:
    """Return a day without its year, for axes."""
    return day.strftime(_DAY_FORMS[language()][3:])


def month_text(day: date) -> str:
    """Return the month of a day."""
    return day.strftime(_DAY_FORMS[language()][:-3])


def tick_moment(at_s: float, spacing_s: float) -> str:
    """Return a moment on an axis in local time: as much of it as tells it from the ticks that far apart."""
    try:
        at = datetime.fromtimestamp(at_s, UTC).astimezone()
    except (ValueError, OverflowError, OSError):
        return ""
    if spacing_s >= 360 * _DAY_S:
        return str(at.year)
    if spacing_s >= 28 * _DAY_S:
        return month_text(at)
    if spacing_s >= _DAY_S:
        return f"{short_day(at)} ({_weekday(at)})"
    if spacing_s >= 1:
        return f"{at:%H:%M}" if spacing_s >= _MINUTE_S else f"{at:%H:%M:%S}"
    return localized(f"{at:%S.%f}"[:-3])


def _weekday(day: date) -> str:
    return (t("Mon"), t("Tue"), t("Wed"), t("Thu"), t("Fri"), t("Sat"), t("Sun"))[day.weekday()]


def _local(at_s: float | None, form: str) -> str:
    if at_s is None:
        return UNKNOWN
    try:
        return datetime.fromtimestamp(at_s, UTC).astimezone().strftime(form)
    except (ValueError, OverflowError, OSError):  # beyond the years 1 to 9999, or not finite
        return UNKNOWN


def size(count: float | None) -> str:
    """Return bytes in binary units."""
    if count is None or not isfinite(count):
        return UNKNOWN
    for unit in ("B", "KiB", "MiB", "GiB", "TiB"):
        if abs(count) < 1023.5 or unit == "TiB":
            return f"{count:.0f} {unit}" if unit == "B" else f"{significant(count)} {unit}"
        count /= 1024
    return UNKNOWN


def decimal_size(count: float) -> str:
    """Return bytes in decimal units, as limits of providers are stated."""
    for factor, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if abs(count) >= 0.9995 * factor:
            return f"{significant(count / factor)} {unit}"
    return f"{count:.0f} B"
