"""Alerts as rows: what they say, who tells them, and what they are evidence of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.alert import AlertState
from console.domain.health import Health
from console.domain.incident.incident import QUERY, alert_identity
from console.domain.incident.incident_level import IncidentLevel, alert_level
from console.estate.cell_label import named_cell
from console.kernel.i18n import t
from console.presenters.alert_board import estate_alerts
from console.presenters.alert_words import alert_state_word, where
from console.presenters.format import UNKNOWN, coarse, local_time
from console.presenters.retold import retold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.alert import Alert
    from console.domain.incident.incident import Incident, IncidentAlert
    from console.store.state import State

_QUIET = frozenset({AlertState.SILENCED, AlertState.INHIBITED, AlertState.PENDING})


class AlertRow(NamedTuple):
    """One alert, ready to be shown; ``labels`` are those that it has, ``query`` what found it."""

    key: str
    severity: str
    state: str
    health: Health
    name: str
    where: str
    age: str
    age_s: float | None
    summary: str
    told_by: str
    group: str
    incident: str
    labels: tuple[tuple[str, str], ...]
    query: str
    runbook: str
    silences: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


def alert_rows(state: State, now_s: float) -> tuple[AlertRow, ...]:
    """Return the alerts of the estate, the worst first, each with the open incident that it is part of."""
    holders = {
        one.identity: incident.id
        for incident in state.incidents.values()
        if not incident.is_over
        for one in incident.alerts
    }
    judged = {alert_identity(one.labels) for one in state.judged_alerts}
    return tuple(_row(state, one, holders, judged, now_s) for one in estate_alerts(state))


def _row(state: State, alert: Alert, holders: dict[str, str], judged: set[str], now_s: float) -> AlertRow:
    identity = alert_identity(alert.labels)
    told_by = t("this console") if identity in judged else alert.ref.connection
    age_s = max(0.0, now_s - alert.started_s) if alert.started_s is not None else None
    return AlertRow(
        f"{alert.ref}",
        alert.severity or UNKNOWN,
        alert_state_word(alert.state),
        _health(alert),
        alert.name or UNKNOWN,
        where(alert) or UNKNOWN,
        coarse(age_s) if age_s is not None else UNKNOWN,
        age_s,
        retold(alert.summary) or UNKNOWN,
        told_by,
        named_cell(state.estate, alert.labels) or alert.labels.get("model", "") or alert.name,
        holders.get(identity, ""),
        tuple(sorted(alert.labels.items())),
        alert.annotations.get(QUERY, ""),
        alert.runbook,
        alert.silences,
        _facts(alert, told_by),
    )


def _health(alert: Alert) -> Health:
    if alert.state in _QUIET:
        return Health.UNKNOWN
    level = alert_level(alert)
    if level is IncidentLevel.ESCALATED:
        return Health.CRITICAL
    return Health.WARNING if level is IncidentLevel.TOLD else Health.UNKNOWN


def _facts(alert: Alert, told_by: str) -> tuple[tuple[str, str], ...]:
    labels = ", ".join(f"{name}={value}" for name, value in sorted(alert.labels.items()))
    facts = (
        (t("Description"), alert.annotations.get("description", "")),
        (t("Since"), local_time(alert.started_s)),
        (t("Told by"), told_by),
        (t("Labels"), labels),
        (t("Runbook"), alert.runbook),
        (t("Silenced by"), ", ".join(alert.silences)),
        (t("Sent to"), ", ".join(alert.receivers)),
    )
    return tuple((name, value) for name, value in facts if value)


class IncidentAlertRow(NamedTuple):
    """One alert of an incident, ready to be shown."""

    key: str
    name: str
    state: str
    health: Health
    summary: str
    began: str
    times: str
    labels: str
    alert: IncidentAlert


def incident_alert_rows(incident: Incident) -> tuple[IncidentAlertRow, ...]:
    """Return the alerts of an incident: those that fire first."""
    return tuple(_incident_row(one) for one in _sorted(incident.alerts))


def _sorted(alerts: Iterable[IncidentAlert]) -> list[IncidentAlert]:
    return sorted(alerts, key=lambda one: (not one.is_firing, one.name, one.labels))


def _incident_row(alert: IncidentAlert) -> IncidentAlertRow:
    over = t("over since {time}", time=local_time(alert.over_s)) if alert.over_s is not None else t("firing")
    labels = ", ".join(f"{name}={value}" for name, value in alert.labels if name not in {"alertname", "severity"})
    return IncidentAlertRow(
        alert.identity,
        alert.name,
        t("flapping") if alert.is_flapping and alert.is_firing else over,
        Health.WARNING if alert.is_firing else Health.OK,
        retold(alert.summary) or UNKNOWN,
        local_time(alert.starts[-1]) if alert.starts else UNKNOWN,
        str(len(alert.starts)),
        labels,
        alert,
    )
