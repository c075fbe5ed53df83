"""What another limit would have refused of the recorded traffic, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.edge.rate_limit import BURST_OF_RATE
from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.format import coarse, local_time, number, percent
from console.presenters.routing.limit_row import LimitKind

if TYPE_CHECKING:
    from console.domain.replay.limit_replay import LimitReplay
    from console.domain.replay.traffic_course import TrafficCourse
    from console.presenters.routing.limit_row import LimitRow


class LimitEffect(NamedTuple):
    """``sentence`` is the answer, ``ground`` what it rests on; ``replay`` is ``None`` where nothing was recorded."""

    sentence: str
    ground: str
    health: Health
    replay: LimitReplay | None = None


def limit_effect(row: LimitRow, value: float, burst: float | None = None) -> LimitEffect:
    """Return what a limit of ``value`` would have done over the recorded time of the row.

    ``burst`` is what may come on top at the edge; ``None``: twice the rate.
    """
    from console.domain.replay.limit_replay import replay_limit  # noqa: PLC0415 - heavy: numpy

    course = row.course
    if course is None:
        return LimitEffect(_without(row, value), "", _health_without(row, value))
    held = (value * BURST_OF_RATE if burst is None else burst) if row.kind is LimitKind.EDGE else 0.0
    replay = replay_limit(course.values(), float(course.step_s), value, held)
    if not replay.known_s:
        return LimitEffect(t("No traffic was recorded."), "", Health.UNKNOWN, replay)
    least, most = replay.refused
    health = Health.CRITICAL if least >= 1 else Health.WARNING if most >= 1 else Health.OK
    return LimitEffect(_sentence(course, replay), _ground(row, course, replay, burst), health, replay)


def _sentence(course: TrafficCourse, replay: LimitReplay) -> str:
    least, most = replay.refused
    first = replay.first_refusal()
    if most < 1 or first is None:
        return t("Nothing would have been refused.")
    when = local_time(course.first_s + (first - 1) * course.step_s)
    times = replay.refusing_s
    if least < 1:
        return t("Nothing, had requests come evenly; up to {most} ({share}) in {time}, had they crowded; first at"
                 " {when}.", most=number(most), share=percent(replay.share[1]), time=coarse(times[1]),
                 when=when)  # fmt: skip
    return t(
        "{least} to {most} requests would have been refused ({low} to {high}), in {short} to {long}; first at {when}.",
        least=number(least),
        most=number(most),
        low=percent(replay.share[0]),
        high=percent(replay.share[1]),
        short=coarse(times[0]),
        long=coarse(times[1]),
        when=when,
    )


def _ground(row: LimitRow, course: TrafficCourse, replay: LimitReplay, burst: float | None) -> str:
    known = t("Recorded: {known} of {span}, means of {step}. From requests that come evenly to requests that crowd in"
              " half of each {step}: nobody recorded it more closely.", known=coarse(replay.known_s),
              span=coarse(course.span_s), step=coarse(course.step_s))  # fmt: skip
    if course.estimated:
        known += " " + t(
            "Demand by segment is an estimate: all requests at the edge, spread as those behind its cache."
        )
    if row.kind is LimitKind.EDGE and burst is not None:
        return known + " " + t("Token bucket with a burst of {burst}; Cloudflare counts per period and lets the same or"
                               " more through.", burst=number(burst))  # fmt: skip
    if row.kind is LimitKind.EDGE:
        return known + " " + t("Token bucket with a burst of twice the rate; Cloudflare counts per period and lets the"
                               " same or more through.")  # fmt: skip
    return known


def _without(row: LimitRow, value: float) -> str:
    if row.used is None:
        return t("What it limits is not recorded.")
    if row.used > value:
        return t("{used} are in use: nothing more would be admitted.", used=row.amount(row.used))
    return t("{used} are in use, {left} would be left.", used=row.amount(row.used), left=row.amount(value - row.used))


def _health_without(row: LimitRow, value: float) -> Health:
    if row.used is None:
        return Health.UNKNOWN
    return Health.CRITICAL if row.used > value else Health.OK
