"""Figures: a number ready to be shown, with its severity and the evidence it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.domain.limit import Limit, limit_of, reading_health
from console.presenters.format import UNKNOWN, quantity
from console.presenters.signal_text import signal_label, signal_meaning

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.signal import Reading, Signal
    from console.domain.signal_key import SignalKey


class Evidence(NamedTuple):
    """Where a number came from: the query, the connection, and when (unix seconds) the source measured it."""

    query: str
    connection: str
    at_s: float | None


class Figure(NamedTuple):
    """One number: ``text`` with its unit (a dash when unknown), ``series`` for its trend, ``value`` for sorting.

    ``severity`` is ``None`` when the number is known and there is no limit to judge it by.
    """

    key: str
    label: str
    text: str
    meaning: str
    severity: Health | None
    value: float | None = None
    series: SignalKey | None = None
    evidence: Evidence | None = None


def severity(signal: Signal, value: float | None, own: Limit | None = None) -> Health | None:
    """Judge a value by its limits: unknown without a value, ``None`` when the signal has nothing to be judged by."""
    if value is None:
        return Health.UNKNOWN
    if signal.higher_is_better is None or limit_of(signal, own) == Limit():
        return None
    return reading_health(signal, value, own)


def figure(
    signal: Signal, key: SignalKey | None, reading: Reading | None, connection: str, own: Limit | None = None
) -> Figure:
    """Return the figure of one reading of ``signal``; ``None``: the source did not give it."""
    label, meaning = signal_label(signal.key), signal_meaning(signal.key)
    if reading is None:
        return Figure(signal.key, label, UNKNOWN, meaning, Health.UNKNOWN)
    text = quantity(reading.value, signal.unit)
    evidence = Evidence(reading.query, connection, reading.at_s)
    judged = severity(signal, reading.value, own)
    return Figure(signal.key, label, text, meaning, judged, reading.value, key, evidence)


def worst_of(signal: Signal, found: Iterable[tuple[SignalKey, Reading]]) -> tuple[SignalKey | None, Reading | None]:
    """Return the reading that speaks for several: the worst one where a direction is good, else the largest."""
    several = list(found)
    if not several:
        return None, None
    sign = -1 if signal.higher_is_better else 1
    return max(several, key=lambda one: sign * one[1].value)
