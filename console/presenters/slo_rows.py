"""Objectives as rows, the worst budget first."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.domain.slo.slo_status import SloStatus
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, coarse, duration, number, percent, short, significant
from console.presenters.retold import retold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.store.state import State

_LOW = 0.25
_HOUR_S = 3600
_DAY_S = 86_400
_WHOLE = 0.97  # a period of which so much is known counts as whole


class SloRow(NamedTuple):
    """One objective, ready to be shown; ``note`` says what must be known before the numbers are believed."""

    service: str
    name: str
    title: str
    cell: str
    segment: str
    health: Health
    objective: str
    attained: str
    budget_left: str
    burn: str
    exhausted: str
    note: str
    query: str
    status: SloStatus


def slo_rows(state: State) -> tuple[SloRow, ...]:
    """Return the objectives of every metric server, the worst budget first, unknown ones last."""
    return tuple(slo_row(one) for one in objectives(state))


def objectives(state: State) -> list[SloStatus]:
    """Return what those rows are made of, in their order."""
    tables = (table for (_, topic), table in state.objects.items() if topic == "slos")
    found = (row for table in tables for row in table.rows.values() if isinstance(row, SloStatus))
    return sorted(found, key=slo_order)


def slo_order(status: SloStatus) -> tuple[bool, float, str, str]:
    """Return the place of an objective: unknown budgets last, else the smallest first."""
    left = status.budget_left
    return left is None, left if left is not None else 0.0, status.ref.namespace, status.ref.name


def slo_row(status: SloStatus) -> SloRow:
    """Return one objective as a row."""
    labels = dict(status.labels)
    return SloRow(
        service=status.ref.namespace,
        name=status.ref.name,
        title=status.title,
        cell=labels.get("cell", ""),
        segment=labels.get("segment", ""),
        health=slo_health(status),
        objective=f"{short(status.percent)} %",
        attained=percent(status.attained),
        budget_left=percent(status.budget_left),
        burn=_burn(status.burn_rate(_HOUR_S)),
        exhausted=exhausted_text(status),
        note="; ".join(_notes(status)),
        query=status.query,
        status=status,
    )


def slo_health(status: SloStatus) -> Health:
    """Return how bad it is: nothing left is critical, little left a warning, too few events unknown."""
    left = status.budget_left
    if left is None or status.too_few_events:
        return Health.UNKNOWN
    if left <= 0:
        return Health.CRITICAL
    return Health.WARNING if left < _LOW else Health.OK


def _burn(rate: float | None) -> str:
    return UNKNOWN if rate is None else f"{significant(rate, 2)} ×"


def exhausted_text(status: SloStatus) -> str:
    """Return when nothing will be left at the speed of the last hour."""
    seconds = status.exhausted_in_s(_HOUR_S)
    if seconds is None:
        return UNKNOWN
    if seconds == 0:
        return t("used up")
    if isinf(seconds) or seconds > status.period_s - (status.elapsed_s or 0):
        return t("not this period")
    return t("in {time}", time=duration(round(seconds)))


def _notes(status: SloStatus) -> Iterable[str]:
    if status.error:
        yield retold(status.error).rstrip(".。")
    elif status.error_ratio is None:
        yield t("no events, or the query has no single value")
    if status.error_ratio is not None and status.too_few_events:
        yield t(
            "too few events to judge: {seen} seen, {needed} needed",
            seen=number(status.events),
            needed=number(status.events_needed),
        )
    if status.known_s is not None and status.error_ratio is not None:
        yield from filter(None, [known_text(status.known_s, status.counted_s)])
    if status.planned:
        yield t("maintenance left out: {time}", time=duration(round(status.observed_s - status.counted_s)))


def known_text(known_s: float, period_s: float) -> str:
    """Return for how much of a period there is data; empty when it is all of it."""
    if known_s >= _WHOLE * period_s:
        return ""
    known = coarse(known_s) if known_s >= _HOUR_S else t("less than an hour")
    whole = round(period_s / _DAY_S) * _DAY_S if period_s >= 2 * _DAY_S else period_s  # maintenance leaves 29.7 days
    return t("data for {known} of {period}", known=known, period=coarse(whole))
