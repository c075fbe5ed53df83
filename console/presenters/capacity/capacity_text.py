"""Capacity in words: what a number is known from, when it runs out, how bad that is."""

from __future__ import annotations

from math import inf, isfinite
from typing import TYPE_CHECKING

from console.domain.capacity.saturation import Ground
from console.domain.health import Health
from console.domain.unit import Unit
from console.kernel.i18n import t
from console.presenters.forecast_text import local_date
from console.presenters.format import UNKNOWN, percent, quantity, significant, written_day

if TYPE_CHECKING:
    from console.domain.capacity.cell_outlook import CellOutlook

DAY_S = 86_400.0
_SOON_DAYS = 14
"""A run-out within so many days is critical: ordering, reviewing and rolling out take as long."""
_EARLY_DAYS = 28


def rate(value: float | None) -> str:
    """Return requests per second with their unit."""
    return quantity(value, Unit.PER_SECOND)


def between(low: float, high: float) -> str:
    """Return an interval of requests per second; an open end says so."""
    if not isfinite(high):
        return t("at least {low}", low=rate(low))
    return f"{significant(low)} – {rate(high)}"


def headroom_text(headroom: float | None) -> str:
    """Return the share of a capacity that is left; where nothing can be carried there is no share, and none is left."""
    return t("none") if headroom == -inf else percent(headroom)


def ground_text(ground: Ground | None) -> str:
    """Return what a capacity is known from; ``None`` is a quota."""
    if ground is None:
        return t("a quota stops it there")
    return {
        Ground.TESTED: t("a load test found the limit"),
        Ground.OBSERVED: t("seen to become too slow there"),
        Ground.REACHED: t("a load test was passed there; more was not tried"),
        Ground.USED: t("computed from the CPU that it uses"),
        Ground.LEAST: t("it has carried this much; more was not seen"),
        Ground.UNKNOWN: t("nothing is known"),
    }[ground]


def day_text(at_s: float, zone: str) -> str:
    """Return the day that begins about a moment in a time zone."""
    return written_day(local_date(at_s, zone))


def run_out_text(outlook: CellOutlook, now_s: float) -> str:
    """Return when the capacity is no longer enough."""
    demand = outlook.load.demand
    if outlook.run_out is None or demand is None:
        return UNKNOWN
    day = outlook.run_out.likely_s
    if day is None:
        return t("not within {days} days", days=len(demand.days))
    return t("now") if day <= now_s else day_text(day, demand.zone)


def interval_text(outlook: CellOutlook) -> str:
    """Return between which days four of five courses of the demand run out."""
    run_out, demand = outlook.run_out, outlook.load.demand
    if run_out is None or demand is None:
        return UNKNOWN
    if run_out.early_s is None:
        return t("not in sight")
    later = t("later than {days} days", days=len(demand.days))
    late = day_text(run_out.late_s, demand.zone) if run_out.late_s is not None else later
    return t("{early} to {late}", early=day_text(run_out.early_s, demand.zone), late=late)


def outlook_health(outlook: CellOutlook, now_s: float) -> Health:
    """Return how bad it is: critical within two weeks, a warning within the forecast or soon at its upper end."""
    if outlook.run_out is None:
        return Health.UNKNOWN
    day, early = outlook.run_out.likely_s, outlook.run_out.early_s
    if day is not None and day < now_s + _SOON_DAYS * DAY_S:
        return Health.CRITICAL
    if day is not None or (early is not None and early < now_s + _EARLY_DAYS * DAY_S):
        return Health.WARNING
    return Health.OK
