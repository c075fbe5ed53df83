"""Scales of charts: round numbers, and moments that people count in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil, floor, isfinite, log10

from console.presenters.format import month_text, number, short_day

_DAY_S = 86_400
_FLAT, _NOTHING, _ALL = 1e-9, 1e-100, 1e100  # differences, and numbers, that no axis can show
_STEPS_S = (900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, _DAY_S, 2 * _DAY_S, 7 * _DAY_S, 14 * _DAY_S, 30 * _DAY_S,
            91 * _DAY_S, 365 * _DAY_S)  # fmt: skip
_SUFFIXES = ((1e12, 1e12, "T"), (1e9, 1e9, "G"), (1e6, 1e6, "M"), (1e4, 1e3, "k"))  # from, divided by, suffix


@dataclass(frozen=True, slots=True)
class Scale:
    """From ``low`` to ``high`` in values, from ``begin`` to ``end`` in pixels."""

    low: float
    high: float
    begin: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the pixel of a value; what lies outside is put at the edge."""
        held = min(max(value, self.low), self.high)
        return self.begin + (held - self.low) / (self.high - self.low or 1.0) * (self.end - self.begin)


def round_step(low: float, high: float, most: int) -> float:
    """Return the smallest of 1, 2, 2.5, 5 times a power of ten of which at most ``most`` fit between two values."""
    raw = (high - low) / max(most, 1) or 1.0
    power = 10.0 ** floor(log10(raw))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10, 20) if factor * power >= raw * 0.999999)


def round_bounds(values: list[float], most: int = 5, *, zoomed: bool = False) -> tuple[float, float, tuple[float, ...]]:
    """Return low, high and ticks around values; zero is in it unless ``zoomed``."""
    known = [min(max(one, -_ALL), _ALL) for one in values if isfinite(one)] or [0.0, 1.0]
    low, high = min(known), max(known)
    if not zoomed or low == high:
        low, high = min(low, 0.0), max(high, 0.0)
    size = max(abs(low), abs(high))
    if high - low <= size * _FLAT or size < _NOTHING:
        high = low + max(1.0, abs(low) * 0.001)
    step = round_step(low, high, most)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return first * step, last * step, tuple(index * step for index in range(first, last + 1))


def tick_text(value: float, step: float) -> str:
    """Return a tick with as many digits as its step needs, large ones with k, M, G."""
    size = max(abs(value), abs(step))
    factor, suffix = next(((by, name) for least, by, name in _SUFFIXES if size >= least), (1.0, ""))
    digits = max(0, -floor(log10(abs(step) / factor) + 1e-9)) if step else 0
    if step and round(step / factor, digits) != round(step / factor, digits + 1):
        digits += 1  # 2.5 needs one more than 2
    return number(value / factor + 0.0, min(digits, 9)) + suffix


def time_ticks(begin_s: float, end_s: float, most: int = 8) -> tuple[tuple[float, str], ...]:
    """Return moments at round local times with their texts; at most about ``most``."""
    step = next((one for one in _STEPS_S if (end_s - begin_s) / one <= most), _STEPS_S[-1])
    return tuple((at, _moment_text(_local(at), step)) for at in _moments(begin_s, end_s, step))


def _moment_text(at: datetime, step: int) -> str:
    if step >= 30 * _DAY_S:
        return month_text(at)
    clock = f"{at:%H:%M}"
    return clock if step < 12 * 3600 else f"{short_day(at)} {clock}" if step < _DAY_S else short_day(at)


def _moments(begin_s: float, end_s: float, step: int) -> list[float]:
    if step >= 30 * _DAY_S:
        return _months(begin_s, end_s, round(step / (30 * _DAY_S)))
    midnight = _local(begin_s).replace(hour=0, minute=0, second=0, microsecond=0)
    found: list[float] = []
    index = 0
    while (at := _at_s(midnight + timedelta(seconds=step * index))) <= end_s and index < 400:
        if at >= begin_s and (not found or at > found[-1]):  # clocks that go forward have no such time, but its next
            found.append(at)
        index += 1
    return found


def _months(begin_s: float, end_s: float, every: int) -> list[float]:
    first = _local(begin_s)
    count = first.year * 12 + first.month - 1
    found: list[float] = []
    for index in range(0, 400, every):
        year, month = divmod(count + index, 12)
        at = _at_s(first.replace(year=year, month=month + 1, day=1, hour=0, minute=0, second=0, microsecond=0))
        if at > end_s:
            break
        if at >= begin_s:
            found.append(at)
    return found


def _local(at_s: float) -> datetime:
    """Return what clocks here show; without the offset, which differs in summer."""
    return datetime.fromtimestamp(at_s, UTC).astimezone().replace(tzinfo=None)


def _at_s(local: datetime) -> float:
    return local.astimezone().timestamp()
