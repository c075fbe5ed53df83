"""What is to be done about incidents now: a pure function of the alerts, the incidents and the time.

The rules. Alerts with the same values of the grouping labels belong together; an alert without any of them stands with
those of its own name. A firing alert is part of exactly one incident. A group that was resolved less than ``reopen_s``
ago is reopened; else a new incident opens. An alert that a person resolved while it fired opens nothing before it was
over and fires again. Silenced and inhibited alerts open nothing; while they are in an incident they go on. Nor does
what only shows that alerts are told (severity ``none``): it fires for ever. An incident resolves by itself when all of
its alerts have been over for ``settle_s``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from console.domain.alert import AlertState
from console.domain.incident.flap import calm_s
from console.domain.incident.incident import Group, Incident, IncidentState, alert_identity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from console.domain.alert import Alert
    from console.domain.incident.incident import IncidentAlert

MOST_ALERTS = 200
"""In one incident; what comes on top of them opens another one of the same group."""
_CELL, _TEAM = "cell", "team"


@dataclass(frozen=True, slots=True)
class IncidentRules:
    """``group_by`` are label names; alerts name a cell by any of ``cell_labels``. Spans in seconds."""

    group_by: tuple[str, ...] = (_CELL, "model", _TEAM)
    settle_s: float = 120.0
    reopen_s: float = 3600.0
    cell_labels: tuple[str, ...] = (_CELL,)


class DecisionKind(StrEnum):
    """What is to be done."""

    OPEN = "open"
    JOIN = "join"
    REOPEN = "reopen"
    QUIET = "quiet"
    BREACH = "breach"
    RESOLVE = "resolve"


@dataclass(frozen=True, slots=True)
class IncidentDecision:
    """``incident`` is an id (empty: a new one of ``group``); ``alerts`` come in, those of ``identities`` are over."""

    kind: DecisionKind
    incident: str = ""
    group: Group = ()
    alerts: tuple[Alert, ...] = ()
    identities: frozenset[str] = field(default_factory=frozenset)


def group_of(alert: Alert, rules: IncidentRules) -> Group:
    """Return what an alert shares with those that belong to it.

    A team counts only where no place is named: some alerts of a cell name the team of their objective, others none.
    """
    told = {name: alert.labels.get(name, "") for name in rules.group_by}
    if _CELL in told:
        told[_CELL] = next((alert.labels[name] for name in rules.cell_labels if alert.labels.get(name)), "")
    found = tuple((name, text) for name, text in told.items() if text)
    return tuple(one for one in found if one[0] != _TEAM) or found or (("alertname", alert.name),)


def missing_since(
    before: Mapping[str, float],
    incidents: Iterable[Incident],
    present: Collection[str],
    unknown: Collection[str],
    now_s: float,
) -> dict[str, float]:
    """Return since when each firing alert of the incidents is not told any more (unix seconds, by identity).

    Whose origin is ``unknown`` now is not missing: nobody knows.
    """
    return {
        alert.identity: min(before.get(alert.identity, now_s), now_s)
        for incident in incidents
        for alert in incident.firing
        if alert.identity not in present and alert.origin not in unknown
    }


def decisions(
    incidents: Sequence[Incident], alerts: Iterable[Alert], missing: Mapping[str, float], now_s: float,
    rules: IncidentRules,
) -> Iterator[IncidentDecision]:  # fmt: skip
    """Yield what is to be done, at most one thing of a kind per incident; the next look finds the rest."""
    yield from _taken_in(incidents, alerts, now_s, rules)
    for incident in incidents:
        over = frozenset(one.identity for one in incident.firing if _is_over(one, missing, now_s))
        if over:
            yield IncidentDecision(DecisionKind.QUIET, incident.id, identities=over)
        if incident.is_over:
            continue
        if is_late(incident, now_s) and not incident.is_breached:
            yield IncidentDecision(DecisionKind.BREACH, incident.id)
        if not over and _is_settled(incident, now_s, rules):
            yield IncidentDecision(DecisionKind.RESOLVE, incident.id)


def is_late(incident: Incident, now_s: float) -> bool:
    """Return whether somebody should have begun and has not."""
    late = incident.begin_by_s is not None and now_s > incident.begin_by_s
    return late and incident.state is IncidentState.OPEN


def _taken_in(
    incidents: Sequence[Incident], alerts: Iterable[Alert], now_s: float, rules: IncidentRules
) -> Iterator[IncidentDecision]:
    held = {one.identity for incident in incidents for one in incident.firing}
    fresh: dict[Group, dict[str, Alert]] = {}
    firing = (one for one in alerts if one.state is AlertState.FIRING and not one.is_sign_of_life)
    for alert in sorted(firing, key=lambda one: one.rank):
        identity = alert_identity(alert.labels)
        if identity not in held:
            fresh.setdefault(group_of(alert, rules), {}).setdefault(identity, alert)
    for group, found in fresh.items():
        newest = max((one for one in incidents if one.group == group), key=lambda one: one.opened_s, default=None)
        yield _placed(group, newest, found, now_s, rules)


def _placed(
    group: Group, newest: Incident | None, found: Mapping[str, Alert], now_s: float, rules: IncidentRules
) -> IncidentDecision:
    known = {one.identity for one in newest.alerts} if newest is not None else set()
    room = MOST_ALERTS - len(known)
    again = [alert for identity, alert in found.items() if identity in known]
    new = [alert for identity, alert in found.items() if identity not in known]
    fitting = (*again, *new[: max(0, room)])
    if newest is None or not fitting or _is_long_over(newest, now_s, rules):
        return IncidentDecision(DecisionKind.OPEN, "", group, tuple(found.values())[:MOST_ALERTS])
    kind = DecisionKind.REOPEN if newest.is_over else DecisionKind.JOIN
    return IncidentDecision(kind, newest.id, group, fitting)


def _is_long_over(incident: Incident, now_s: float, rules: IncidentRules) -> bool:
    return incident.resolved_s is not None and now_s - incident.resolved_s > rules.reopen_s


def _is_over(alert: IncidentAlert, missing: Mapping[str, float], now_s: float) -> bool:
    since_s = missing.get(alert.identity)
    return since_s is not None and now_s - since_s >= calm_s(alert.starts)


def _is_settled(incident: Incident, now_s: float, rules: IncidentRules) -> bool:
    ends = [one.over_s for one in incident.alerts]
    known = [one for one in ends if one is not None]
    return bool(ends) and len(known) == len(ends) and now_s - max(known) >= rules.settle_s
