"""Ages as kubectl shows them: 42s, 5m10s, 3h, 12d."""

from datetime import datetime

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_YEAR = 365 * _DAY
# Below this many seconds: this unit, with the rest in the smaller one (0: without).
_STEPS = (
    (2 * _MINUTE, 1, "s", 0, ""),
    (10 * _MINUTE, _MINUTE, "m", 1, "s"),
    (3 * _HOUR, _MINUTE, "m", 0, ""),
    (8 * _HOUR, _HOUR, "h", _MINUTE, "m"),
    (2 * _DAY, _HOUR, "h", 0, ""),
    (8 * _DAY, _DAY, "d", _HOUR, "h"),
    (2 * _YEAR, _DAY, "d", 0, ""),
    (8 * _YEAR, _YEAR, "y", _DAY, "d"),
)


def human_duration(seconds: float) -> str:
    """A duration in seconds, in at most two units."""
    whole = int(seconds)
    if whole < 0:
        return "0s" if whole >= -1 else "<invalid>"
    for bound, large, large_unit, small, small_unit in _STEPS:
        if whole < bound:
            return _pair(whole // large, large_unit, whole % large // small if small else 0, small_unit)
    return f"{whole // _YEAR}y"


def age_of(timestamp: str | None, now_s: float) -> str:
    """The age of an RFC 3339 time at `now_s` unix seconds; `<unknown>` without a time."""
    if not timestamp:
        return "<unknown>"
    return human_duration(now_s - unix_time(timestamp))


def unix_time(timestamp: str) -> float:
    """An RFC 3339 time as unix seconds.

    Raises:
        ValueError: it is none.
    """
    return datetime.fromisoformat(timestamp).timestamp()


def _pair(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large}{large_unit}{small}{small_unit}" if small else f"{large}{large_unit}"
