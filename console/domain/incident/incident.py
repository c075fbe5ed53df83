"""An incident: alerts of one place that people deal with together."""

from __future__ import annotations

from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

from console.domain.incident.flap import is_flapping
from console.domain.incident.incident_level import IncidentLevel
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.alert import Alert

Group = tuple[tuple[str, str], ...]
_MOST_STARTS = 20
_MOST_NAME, _MOST_TEXT, _MOST_LABELS = 200, 500, 24
_GRADED = frozenset({"opened", "escalated", "reopened"})
ORIGIN, QUERY = "cell_console_origin", "query"
"""Annotations of alerts that this console evaluates: what it looked at, and the query that it asked."""


class IncidentState(StrEnum):
    """``ACKNOWLEDGED``: somebody has begun, so its timer stands still."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class IncidentAlert(msgspec.Struct, frozen=True):
    """An alert of an incident: when it began each time (unix seconds), and since when it is over (``None``: it fires).

    ``origin`` is what tells whether it still fires: a connection, or a rule of this console.
    """

    identity: str
    name: str
    severity: str
    labels: tuple[tuple[str, str], ...]
    summary: str = ""
    query: str = ""
    runbook: str = ""
    origin: str = ""
    connection: str = ""
    starts: tuple[float, ...] = ()
    over_s: float | None = None

    @property
    def is_firing(self) -> bool:
        """Return whether it goes on."""
        return self.over_s is None

    @property
    def is_flapping(self) -> bool:
        """Return whether it came and went several times."""
        return is_flapping(self.starts)


class IncidentMoment(msgspec.Struct, frozen=True):
    """Something that happened (unix seconds), in a word for programs and a note of people; by nobody: by itself."""

    at_s: float
    word: str
    note: str = ""
    actor: str = ""


class Incident(msgspec.Struct, frozen=True):
    """Frozen; ``incident_step`` makes the next one. ``step`` counts what was journaled of it.

    ``group`` are the labels that its alerts share. Somebody must have begun by ``begin_by_s`` (unix seconds; ``None``:
    somebody has); ``is_breached`` says that nobody had. ``rollback`` is the change that takes back what caused it.
    """

    id: str
    estate: str
    level: int
    title: str
    opened_s: float
    group: Group = ()
    alerts: tuple[IncidentAlert, ...] = ()
    moments: tuple[IncidentMoment, ...] = ()
    state: IncidentState = IncidentState.OPEN
    begin_by_s: float | None = None
    is_breached: bool = False
    begun_s: float | None = None
    resolved_s: float | None = None
    team: str = ""
    rollback: str = ""
    step: int = 0

    @property
    def grade(self) -> IncidentLevel:
        """Return its level."""
        return IncidentLevel(self.level)

    @property
    def graded_s(self) -> float:
        """Return since when it is as bad as it is (unix seconds): it opened or reopened then, or rose to its level."""
        return max((one.at_s for one in self.moments if one.word in _GRADED), default=self.opened_s)

    @property
    def is_over(self) -> bool:
        """Return whether it is resolved."""
        return self.state is IncidentState.RESOLVED

    @property
    def firing(self) -> tuple[IncidentAlert, ...]:
        """Return its alerts that go on."""
        return tuple(one for one in self.alerts if one.is_firing)

    @property
    def place(self) -> Mapping[str, str]:
        """Return the labels that say where it is: those of its group, else those that all its alerts share."""
        if self.group or not self.alerts:
            return dict(self.group)
        first, *others = (set(one.labels) for one in self.alerts)
        return dict(sorted(first.intersection(*others)))

    @property
    def matter(self) -> str:
        """Return by what channels know that messages are about it; the same on every computer for alerts of a group."""
        where = ",".join(f"{name}={value}" for name, value in self.group) if self.alerts else self.id
        return f"{self.estate}/incident/{where}"


def alert_identity(labels: Mapping[str, str]) -> str:
    """Return the short name of a label set: the same labels are the same alert, whoever tells it."""
    text = "\x00".join(f"{name}\x01{value}" for name, value in sorted(labels.items()))
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:20]


def incident_alert(alert: Alert, at_s: float, *, is_brief: bool = False) -> IncidentAlert:
    """Return an alert as part of an incident, begun when it says, else at ``at_s``; ``is_brief`` leaves texts out."""
    most = 0 if is_brief else _MOST_TEXT
    return IncidentAlert(
        alert_identity(alert.labels),
        alert.name[:_MOST_NAME],
        alert.severity[:_MOST_NAME],
        tuple((name[:_MOST_NAME], value[:_MOST_NAME]) for name, value in sorted(alert.labels.items())[:_MOST_LABELS]),
        alert.summary[:most],
        alert.annotations.get(QUERY, "")[: 4 * most],
        alert.runbook[:most],
        alert_origin(alert),
        alert.ref.connection,
        (min(at_s, alert.started_s) if alert.started_s is not None else at_s,),
    )


def alert_origin(alert: Alert) -> str:
    """Return what tells whether an alert still fires."""
    return alert.annotations.get(ORIGIN) or f"alerts/{alert.ref.connection}"


def is_told_by_connection(alert: IncidentAlert) -> bool:
    """Return whether a server tells this alert; else a rule of this console does."""
    return alert.origin == f"alerts/{alert.connection}"


def started_again(alert: IncidentAlert, at_s: float) -> IncidentAlert:
    """Return an alert that was over and fires anew."""
    return msgspec.structs.replace(alert, starts=(*alert.starts, at_s)[-_MOST_STARTS:], over_s=None)


def incident_form(incident: Incident) -> dict[str, Any]:
    """Return an incident as JSON values."""
    return dict(msgspec.to_builtins(incident))


def read_incident(form: Mapping[str, Any]) -> Incident:
    """Return the incident of a form; raise ``UserError`` when it is of another version, or damaged."""
    try:
        return msgspec.convert(form, prepared(Incident))
    except (msgspec.ValidationError, ValueError, KeyError) as error:
        raise UserError(t("An incident of the journal cannot be read: {why}.", why=error)) from error
