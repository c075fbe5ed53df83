"""How many requests a server still allows, as its answers tell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,9})?")
_COMBINED = re.compile(r"\b(limit|remaining|reset|r|t)=(\d{1,15})")
_OWN_EPOCH_MS = 1e11  # larger numbers are milliseconds since 1970, those above _OWN_EPOCH_S seconds, others a wait
_OWN_EPOCH_S = 1e9
_FURTHEST_S = 31 * 86_400.0  # no window is longer; a nonsense time must not reach a calendar
_PREFIXES = ("x-ratelimit-", "ratelimit-", "x-ratelimit-requests-")
_BUCKETS = ("x-ratelimit-resource", "x-ratelimit-bucket", "ratelimit-name")
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class RateBudget:
    """``remaining`` requests until ``reset_at_s`` (unix seconds of this computer's clock); ``None`` is not told.

    ``bucket`` names which of several budgets this is; servers with one do not name it.
    """

    remaining: int
    limit: int | None = None
    reset_at_s: float | None = None
    bucket: str = ""


def budget_of(headers: Mapping[str, str], now_s: float) -> RateBudget | None:
    """Return what the headers tell, ``None`` when they tell nothing; ``now_s`` is this computer's unix time.

    Known: ``x-ratelimit-*``, ``ratelimit-*`` and the combined ``ratelimit``; resets as seconds from now, seconds or
    milliseconds since 1970, RFC 1123 and ISO 8601. A clock of the server that is wrong is corrected by ``date``.
    """
    remaining = _first(headers, "remaining")
    if remaining is None:
        return _combined(headers.get("ratelimit", ""), now_s)
    limit = _first(headers, "limit")
    bucket = next((headers[name] for name in _BUCKETS if headers.get(name)), "")
    return RateBudget(
        remaining=int(remaining),
        limit=None if limit is None else int(limit),
        reset_at_s=_within_reason(_reset_at_s(headers, now_s), now_s),
        bucket=bucket[:_LONGEST_NAME],
    )


def _first(headers: Mapping[str, str], what: str) -> float | None:
    """Return the number at the beginning of the first header of a kind: ``100, 100;w=60`` is 100."""
    for prefix in _PREFIXES:
        found = _NUMBER.match(headers.get(prefix + what, "").strip())
        if found:
            return float(found[0])
    return None


def _combined(text: str, now_s: float) -> RateBudget | None:
    """Read ``limit=100, remaining=5, reset=30`` and ``"default";r=5;t=30``."""
    parts = {name: int(number) for name, number in _COMBINED.findall(text[:500])}
    remaining = parts.get("remaining", parts.get("r"))
    if remaining is None:
        return None
    wait_s = parts.get("reset", parts.get("t"))
    return RateBudget(remaining, parts.get("limit"), None if wait_s is None else _within_reason(now_s + wait_s, now_s))


def _reset_at_s(headers: Mapping[str, str], now_s: float) -> float | None:
    after = _NUMBER.fullmatch(headers.get("x-ratelimit-reset-after", "").strip())
    if after:
        return now_s + float(after[0])
    text = next((headers[prefix + "reset"] for prefix in _PREFIXES if headers.get(prefix + "reset")), "").strip()
    number = _NUMBER.fullmatch(text)
    if number is None:
        return _dated(text, headers, now_s)
    value = float(number[0])
    if value < _OWN_EPOCH_S:
        return now_s + value
    return _by_own_clock(value / 1000 if value > _OWN_EPOCH_MS else value, headers, now_s)


def _dated(text: str, headers: Mapping[str, str], now_s: float) -> float | None:
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            at = parse(text)
        except (ValueError, TypeError, OverflowError):  # a year of twenty digits
            continue
        return _by_own_clock((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp(), headers, now_s)
    return None


def _by_own_clock(at_s: float, headers: Mapping[str, str], now_s: float) -> float:
    """Translate a time of the server's clock into one of this computer's."""
    try:
        return at_s + now_s - parsedate_to_datetime(headers["date"]).timestamp()
    except (KeyError, ValueError, TypeError, OverflowError):
        return at_s


def _within_reason(at_s: float | None, now_s: float) -> float | None:
    return None if at_s is None else max(now_s - _FURTHEST_S, min(now_s + _FURTHEST_S, at_s))
