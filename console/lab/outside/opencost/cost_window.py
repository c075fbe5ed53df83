"""The spans of time that a cost service understands."""

import re
from datetime import UTC, datetime, timedelta

_UNITS_S = {"s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0, "w": 604_800.0}
_DURATION = re.compile(r"(\d{1,5})([smhdw])")
_UNIX = re.compile(r"\d{9,11}")
MOST_SETS = 400


def window_of(text: str, now_s: float) -> tuple[float, float]:
    """Begin and end (unix seconds) of a word, a duration or a pair of times. Raises ValueError for anything else."""
    if found := _DURATION.fullmatch(text):
        return now_s - int(found[1]) * _UNITS_S[found[2]], now_s
    first, comma, last = text.partition(",")
    if comma:
        begin_s, end_s = _moment(first), _moment(last)
        if begin_s >= end_s:
            raise ValueError(text)
        return begin_s, end_s
    begin, end = _named(text, datetime.fromtimestamp(now_s, UTC))
    return begin.timestamp(), min(end.timestamp(), now_s)


def steps_of(begin_s: float, end_s: float, step: str) -> list[tuple[float, float]]:
    """The parts of a window, oldest first; without a step the whole. Raises ValueError for what is no duration."""
    if not step:
        return [(begin_s, end_s)]
    found = _DURATION.fullmatch(step)
    length_s = int(found[1]) * _UNITS_S[found[2]] if found else 0.0
    if length_s <= 0 or (end_s - begin_s) / length_s > MOST_SETS:
        raise ValueError(step)
    parts: list[tuple[float, float]] = []
    while end_s > begin_s:  # backwards from the end, as the service does
        parts.append((max(begin_s, end_s - length_s), end_s))
        end_s -= length_s
    return parts[::-1]


def _named(word: str, now: datetime) -> tuple[datetime, datetime]:
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    day, week = timedelta(days=1), timedelta(weeks=1)
    sunday = today - timedelta(days=(today.weekday() + 1) % 7)
    first = today.replace(day=1)
    spans = {
        "today": (today, today + day),
        "yesterday": (today - day, today),
        "week": (sunday, sunday + week),
        "lastweek": (sunday - week, sunday),
        "month": (first, first + timedelta(days=31)),
        "lastmonth": ((first - day).replace(day=1), first),
    }
    if word not in spans:
        raise ValueError(word)
    return spans[word]


def _moment(text: str) -> float:
    if _UNIX.fullmatch(text):
        return float(text)
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at.timestamp()
