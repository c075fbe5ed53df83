"""One objective in detail: burn rates against its alerts, what happened, what another target would mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.change import ChangeState
from console.domain.health import Health
from console.domain.slo.burn_policy import usual_policy
from console.domain.slo.duration import duration_text
from console.domain.slo.slo import AlertLevel
from console.kernel.i18n import t
from console.presenters.alert_board import estate_alerts
from console.presenters.format import UNKNOWN, duration, local_time, number, percent, significant
from console.presenters.slo_rows import exhausted_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.alert import Alert
    from console.domain.slo.burn_policy import BurnWindow
    from console.domain.slo.slo_course import SloCourse
    from console.domain.slo.slo_status import SloStatus
    from console.store.state import State

TOPIC = "slo-courses"


class BurnRow(NamedTuple):
    """One condition of an alert: it fires when both windows burn faster than ``factor``."""

    level: str
    short: str
    short_rate: str
    long: str
    long_rate: str
    factor: str
    verdict: str
    health: Health


class SloMark(NamedTuple):
    """Something that happened within the period: an alert or a change, at a moment (unix seconds)."""

    at_s: float
    time: str
    kind: str
    text: str
    health: Health


def burn_rows(status: SloStatus) -> tuple[BurnRow, ...]:
    """Return the conditions of the alerts, the most urgent first."""
    policy = usual_policy(status.period_s)
    levels = ((AlertLevel.PAGE, t("Page somebody")), (AlertLevel.TICKET, t("Ticket")))
    return tuple(_burn_row(status, word, level, one) for level, word in levels for one in policy.windows(level))


def _burn_row(status: SloStatus, word: str, level: AlertLevel, window: BurnWindow) -> BurnRow:
    factor = window.factor(status.period_s)
    rates = status.burn_rate(window.short_s), status.burn_rate(window.long_s)
    known = [rate for rate in rates if rate is not None]
    fires = len(known) == len(rates) and all(rate > factor for rate in known)
    if fires:
        verdict, health = t("fires"), Health.CRITICAL if level is AlertLevel.PAGE else Health.WARNING
    elif len(known) < len(rates):
        verdict, health = t("not known"), Health.UNKNOWN
    else:
        verdict, health = t("quiet"), Health.OK
    return BurnRow(
        level=word,
        short=duration_text(window.short_s),
        short_rate=rate_text(rates[0]),
        long=duration_text(window.long_s),
        long_rate=rate_text(rates[1]),
        factor=rate_text(factor),
        verdict=verdict,
        health=health,
    )


def rate_text(rate: float | None) -> str:
    """Return a burn rate; 1 × means that the budget lasts exactly the period."""
    return UNKNOWN if rate is None else f"{significant(rate, 3 if rate >= 10 else 2)} ×"


def slo_facts(status: SloStatus) -> tuple[tuple[str, str], ...]:
    """Return what is known of an objective besides its three big numbers."""
    hour, left = status.burn_rate(3600), status.budget_left
    seconds = None if left is None else left * status.budget * status.observed_s
    return (
        (t("Objective"), f"{status.ref.namespace} / {status.ref.name}"),
        (t("Period"), _period(status)),
        (t("Events"), number(status.events)),
        (t("Budget left as time"), UNKNOWN if seconds is None else duration(round(seconds))),
        (t("Burn rate (1 h)"), rate_text(hour)),
        (t("Used up"), exhausted_text(status)),
        (t("Labels"), ", ".join(f"{name}={value}" for name, value in status.labels) or UNKNOWN),
        (t("Connection"), status.ref.connection),
    )


def _period(status: SloStatus) -> str:
    whole = duration_text(status.period_s)
    if status.elapsed_s is None:
        return whole
    return t("{length} by the calendar, {elapsed} of it over", length=whole, elapsed=duration(status.elapsed_s))


def course_in(state: State, status: SloStatus) -> SloCourse | None:
    """Return the last known course of an objective."""
    from console.domain.slo.slo_course import SloCourse  # noqa: PLC0415 - not before the page is shown

    rows = state.rows(status.ref.connection, TOPIC, SloCourse)
    return next((one for one in rows if one.ref == status.ref), None)


def slo_marks(state: State, status: SloStatus, start_s: float, end_s: float) -> tuple[SloMark, ...]:
    """Return the alerts of an objective, and the changes of the estate, within a time, the newest first."""
    found = [*_alert_marks(state, status), *_change_marks(state)]
    return tuple(sorted((one for one in found if start_s <= one.at_s <= end_s), key=lambda one: -one.at_s))


def slo_alerts(state: State, status: SloStatus) -> tuple[Alert, ...]:
    """Return the alerts that name an objective, or the service that it is about in the same cell and segment."""
    return tuple(alert for alert in estate_alerts(state) if _names(alert, status))


def _names(alert: Alert, status: SloStatus) -> bool:
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


def _change_marks(state: State) -> Iterator[SloMark]:
    for change in state.changes.values():
        for moment in change.moments:
            if moment.state is ChangeState.APPLIED:
                yield SloMark(moment.at_s, local_time(moment.at_s), t("Change"), change.operation.summary(), Health.OK)


def what_if_text(course: SloCourse, percent_wanted: float) -> str:
    """Return in one sentence what another objective would mean for the budget of the same period."""
    if not course.bad:
        return UNKNOWN
    wanted, left = f"{percent_wanted:g} %", percent(course.left(percent_wanted)[-1])
    used_up_at = course.used_up_at(percent_wanted)
    if used_up_at is None:
        return t("At {objective}: {left} of the budget would be left.", objective=wanted, left=left)
    return t(
        "At {objective}: {left} of the budget would be left; it would have been used up on {when}.",
        objective=wanted,
        left=left,
        when=local_time(used_up_at),
    )
