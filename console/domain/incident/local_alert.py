"""Alerts that this console evaluates itself, where nobody else does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.alert import Alert, AlertState
from console.domain.incident.incident import ORIGIN, QUERY, alert_identity
from console.domain.resource import ResourceRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class LocalCondition(NamedTuple):
    """A condition that holds now. ``wait_s`` is how long it must hold before its alert fires.

    ``connection`` is where its number comes from, ``query`` what was asked there; ``origin`` names the rule and what
    it looked at, so that nobody takes silence for an end while it cannot be evaluated.
    """

    name: str
    severity: str
    origin: str
    labels: Mapping[str, str]
    summary: str
    connection: str = ""
    query: str = ""
    wait_s: float = 0.0
    runbook: str = ""
    value: float | None = None
    annotations: Mapping[str, str] = {}

    @property
    def all_labels(self) -> dict[str, str]:
        """Return the labels of its alert."""
        return {**self.labels, "alertname": self.name, "severity": self.severity}

    @property
    def identity(self) -> str:
        """Return the identity of its alert."""
        return alert_identity(self.all_labels)


class LocalFindings(NamedTuple):
    """What was found: the conditions that hold, and the origins that could not be evaluated now."""

    conditions: tuple[LocalCondition, ...] = ()
    unknown: frozenset[str] = frozenset()


def held_since(before: Mapping[str, float], found: Iterable[LocalCondition], now_s: float) -> dict[str, float]:
    """Return since when each condition holds without a break (unix seconds, by identity)."""
    return {one.identity: min(before.get(one.identity, now_s), now_s) for one in found}


def local_alerts(conditions: Iterable[LocalCondition], since: Mapping[str, float], now_s: float) -> tuple[Alert, ...]:
    """Return the alerts of conditions: pending until each has held for long enough."""
    return tuple(_alert(one, since.get(one.identity, now_s), now_s) for one in conditions)


def _alert(one: LocalCondition, since_s: float, now_s: float) -> Alert:
    state = AlertState.FIRING if now_s - since_s >= one.wait_s else AlertState.PENDING
    notes = {"summary": one.summary, ORIGIN: one.origin, QUERY: one.query, **one.annotations}
    if one.runbook:
        notes["runbook"] = one.runbook
    ref = ResourceRef(one.connection, "Alert", "", f"{one.name}-{one.identity}")
    return Alert(ref, state, one.all_labels, notes, since_s, value=one.value)
