"""Whether a server asks to slow down, and for how long."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from connectors.common.rate_budget import budget_of

_MOST_S = 3600.0  # nobody can lock the console out for longer
_UNTOLD_S = 60.0  # GitHub: wait at least a minute when a secondary limit does not say how long
_MOST_BODY = 4000
_GITHUB_WORDS = (b"rate limit exceeded", b"secondary rate limit")
_LINEAR_WORD = b'"ratelimited"'  # the code of an error


def is_throttling(status: int, headers: Mapping[str, str], body: bytes) -> bool:
    """Return whether a refusal means "too many requests": GitHub says so with 403, too, Linear with 400."""
    if status == 400:
        return _LINEAR_WORD in body[:_MOST_BODY].lower()
    if status == 403:
        told = budget_of(headers, 0.0)
        used_up = told is not None and told.remaining == 0
        words = body[:_MOST_BODY].lower()
        return used_up or "retry-after" in headers or any(one in words for one in _GITHUB_WORDS)
    return status == 429


def throttled_for_s(status: int, headers: Mapping[str, str]) -> float | None:
    """Return the wait in seconds of a throttling answer; ``None`` when it does not tell."""
    asked_s = retry_after_s(headers)
    if asked_s is not None:
        return asked_s
    now_s = datetime.now(UTC).timestamp()
    told = budget_of(headers, now_s)
    if told is not None and told.remaining == 0 and told.reset_at_s is not None:
        return min(_MOST_S, max(0.0, told.reset_at_s - now_s))
    return _UNTOLD_S if status == 403 else None


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Return the wait in seconds that ``Retry-After`` asks for (number or date), at most an hour."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        wait_s = float(value)
    except ValueError:
        try:
            now = parsedate_to_datetime(headers["date"]) if "date" in headers else datetime.now(UTC)
            wait_s = (parsedate_to_datetime(value) - now).total_seconds()
        except (ValueError, TypeError, OverflowError):  # a year of twenty digits
            return None
    return min(_MOST_S, max(0.0, wait_s)) if wait_s == wait_s else None  # noqa: PLR0124 - not a number
