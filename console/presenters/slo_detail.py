"""One objective in detail: burn rates against its alerts, facts, what another target would mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.domain.slo.burn_policy import usual_policy
from console.domain.slo.duration import duration_text
from console.domain.slo.slo import AlertLevel
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, duration, local_time, number, percent, short, significant
from console.presenters.slo_rows import exhausted_text

if TYPE_CHECKING:
    from console.domain.slo.burn_policy import BurnWindow
    from console.domain.slo.slo_course import SloCourse
    from console.domain.slo.slo_status import SloStatus
    from console.store.state import State

TOPIC = "slo-courses"


class BurnRow(NamedTuple):
    """One condition of an alert: it fires when both windows burn faster than ``factor``.

    ``window``, ``limit`` and ``rates`` (of the short and the long window) are the numbers behind the texts.
    """

    level: str
    short: str
    short_rate: str
    long: str
    long_rate: str
    factor: str
    verdict: str
    health: Health
    window: BurnWindow
    limit: float
    rates: tuple[float | None, float | None]


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
        window=window,
        limit=factor,
        rates=rates,
    )


def rate_text(rate: float | None) -> str:
    """Return a burn rate; 1 × means that the budget lasts exactly the period."""
    return UNKNOWN if rate is None else f"{significant(rate, 3 if rate >= 10 else 2)} ×"


def slo_facts(status: SloStatus) -> tuple[tuple[str, str], ...]:
    """Return what is known of an objective besides its three big numbers."""
    hour, left = status.burn_rate(3600), status.budget_left
    seconds = None if left is None else left * status.budget * status.counted_s
    return (
        (t("Objective"), f"{status.ref.namespace} / {status.ref.name}"),
        (t("Period"), _period(status)),
        (t("Events"), number(status.events)),
        (t("Budget left as time"), UNKNOWN if seconds is None else duration(round(seconds))),
        (t("Burn rate (1 h)"), rate_text(hour)),
        (t("Used up"), exhausted_text(status)),
        (t("Maintenance, not counted"), _maintenance(status)),
        (t("Labels"), ", ".join(f"{name}={value}" for name, value in status.labels) or UNKNOWN),
        (t("Connection"), status.ref.connection),
    )


def _maintenance(status: SloStatus) -> str:
    if not status.planned:
        return t("none in this period")
    left_out = duration(round(status.observed_s - status.counted_s))
    return t("{time}, windows: {count}", time=left_out, count=len(status.planned))


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


def courses_with(state: State, course: SloCourse) -> tuple[SloCourse, ...]:
    """Return a new course and the known ones of the server's other objectives: the whole list is kept for offline."""
    from console.domain.slo.slo_course import SloCourse  # noqa: PLC0415 - not before the page is shown
    from console.domain.slo.slo_status import SloStatus  # noqa: PLC0415

    connection = course.ref.connection
    there = {one.ref for one in state.rows(connection, "slos", SloStatus)} - {course.ref}
    return (*(one for one in state.rows(connection, TOPIC, SloCourse) if one.ref in there), course)


def what_if_text(course: SloCourse, percent_wanted: float) -> str:
    """Return in one sentence what another objective would mean for the budget of the same period."""
    if not course.bad:
        return UNKNOWN
    wanted, left = f"{short(percent_wanted)} %", percent(course.left(percent_wanted)[-1])
    used_up_at = course.used_up_at(percent_wanted)
    if used_up_at is None:
        return t("At {objective}: {left} of the budget would be left.", objective=wanted, left=left)
    return t(
        "At {objective}: {left} of the budget would be left; it would have been used up on {when}.",
        objective=wanted,
        left=left,
        when=local_time(used_up_at),
    )
