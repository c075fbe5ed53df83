"""Limits: where a signal stops being fine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.health import Health

if TYPE_CHECKING:
    from console.domain.signal import Signal


@dataclass(frozen=True, slots=True)
class Limit:
    """Limits in the signal's unit; a value on the limit is still on the good side. ``None``: no such limit."""

    warning: float | None = None
    critical: float | None = None


def limit_of(signal: Signal, own: Limit | None = None) -> Limit:
    """Return the limits that apply: the estate's own where it states them, else the signal's defaults."""
    if own is None:
        return Limit(signal.warning, signal.critical)
    return Limit(
        signal.warning if own.warning is None else own.warning,
        signal.critical if own.critical is None else own.critical,
    )


def is_beyond(value: float, limit: float | None, higher_is_better: bool) -> bool:
    """Return whether ``value`` is on the bad side of ``limit``; nothing is beyond a limit that does not exist."""
    if limit is None:
        return False
    return value < limit if higher_is_better else value > limit


def reading_health(signal: Signal, value: float | None, own: Limit | None = None) -> Health:
    """Return how good a value is: ``UNKNOWN`` without a value, without limits, or when no direction is good."""
    limit = limit_of(signal, own)
    if value is None or value != value or signal.higher_is_better is None:  # noqa: PLR0124 - not a number
        return Health.UNKNOWN
    if is_beyond(value, limit.critical, signal.higher_is_better):
        return Health.CRITICAL
    if is_beyond(value, limit.warning, signal.higher_is_better):
        return Health.WARNING
    return Health.UNKNOWN if limit == Limit() else Health.OK
