"""What happened within the period of an objective: alerts, changes, maintenance."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.change import ChangeState
from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.alert_board import estate_alerts
from console.presenters.format import duration, local_time
from console.presenters.slo_detail import course_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.alert import Alert
    from console.domain.slo.slo_status import SloStatus
    from console.store.state import State

_URGENT = frozenset({"critical", "page"})


class SloMark(NamedTuple):
    """Something that happened within the period: an alert, a change or maintenance, at a moment (unix seconds)."""

    at_s: float
    time: str
    kind: str
    text: str
    health: Health


def slo_marks(state: State, status: SloStatus, start_s: float, end_s: float) -> tuple[SloMark, ...]:
    """Return the alerts of an objective, and the changes of the estate, within a time, the newest first."""
    found = [*_alert_marks(state, status), *_change_marks(state), *_past_marks(state, status), *_planned_marks(status)]
    return tuple(sorted((one for one in found if start_s <= one.at_s <= end_s), key=lambda one: -one.at_s))


def slo_alerts(state: State, status: SloStatus) -> tuple[Alert, ...]:
    """Return the alerts that name an objective, or the service that it is about in the same cell and segment."""
    return tuple(alert for alert in estate_alerts(state) if names_objective(alert, status))


def names_objective(alert: Alert, status: SloStatus) -> bool:
    """Return whether an alert is about an objective."""
    if "sloth_id" in alert.labels or "sloth_slo" in alert.labels:
        told = alert.labels.get("sloth_service"), alert.labels.get("sloth_slo")
        return told == (status.ref.namespace, status.ref.name)
    labels = dict(status.labels)
    same = all(alert.labels.get(name, labels[name]) == labels[name] for name in ("cell", "segment") if name in labels)
    return same and alert.labels.get("service") == status.ref.namespace


def _alert_marks(state: State, status: SloStatus) -> Iterator[SloMark]:
    for alert in slo_alerts(state, status):
        if alert.started_s is not None:
            health = Health.CRITICAL if alert.rank[1] == 0 else Health.WARNING
            text = " – ".join(part for part in (alert.name, alert.summary) if part)
            yield SloMark(alert.started_s, local_time(alert.started_s), t("Alert"), text, health)


def _past_marks(state: State, status: SloStatus) -> Iterator[SloMark]:
    """Yield the alerts that the metric server remembers; those that still fire are told by themselves."""
    course, now = course_in(state, status), {alert.name for alert in slo_alerts(state, status)}
    for one in course.incidents if course is not None else ():
        if one.name in now and course is not None and one.end_s > course.at_s - 2 * course.step_s:
            continue
        health = Health.CRITICAL if one.severity in _URGENT else Health.WARNING
        text = t("{alert}, over after {time}", alert=one.name, time=duration(round(one.end_s - one.start_s)))
        yield SloMark(one.start_s, local_time(one.start_s), t("Alert"), text, health)


def _planned_marks(status: SloStatus) -> Iterator[SloMark]:
    for one in status.planned:
        text = t("{title}, not counted for {time}", title=one.title, time=duration(round(one.length_s)))
        yield SloMark(one.start_s, local_time(one.start_s), t("Maintenance"), text, Health.UNKNOWN)


def _change_marks(state: State) -> Iterator[SloMark]:
    for change in state.changes.values():
        for moment in change.moments:
            if moment.state is ChangeState.APPLIED:
                yield SloMark(moment.at_s, local_time(moment.at_s), t("Change"), change.operation.summary(), Health.OK)
