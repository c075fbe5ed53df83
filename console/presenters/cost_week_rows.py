"""The weekly loop (requirement L6.1): service, cost, budget and actual side by side, week by week."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.price.budget_span import budget_span
from console.domain.price.course_days import WEEK_S, week_begins
from console.estate.schema.money import CostSource
from console.kernel.i18n import t
from console.presenters.budget_rows import budget_cells, is_covered
from console.presenters.cost_gaps import cost_gaps
from console.presenters.slo_rows import slo_rows
from console.presenters.spend_rows import GroupBy

if TYPE_CHECKING:
    from console.estate.schema.estate import Estate
    from console.estate.schema.money import Budget
    from console.presenters.slo_rows import SloRow
    from console.presenters.spend_book import Charge, SpendBook
    from console.store.state import State


@dataclass(frozen=True, slots=True)
class CostWeekRow:
    """One part in one week (``week`` as ISO 8601 writes it); amounts in ``currency``, ``None`` where not known.

    ``budget`` is the part of its budget that falls on the known part of the week, ``actual`` what was spent of it;
    ``deviation`` is actual over budget less one. ``good`` is the share of requests that did not fail, ``slo`` the
    objective with the worst budget at present. ``per_1000`` is all its cost by its requests. Where models or requests
    are known for a part of the week only, what rests on them is not known.
    """

    week: str
    begin_s: float
    is_running: bool
    key: str
    currency: str
    good: float | None
    slo: SloRow | None
    budget: float | None
    actual: float
    models: float | None
    deviation: float | None
    per_1000: float | None
    health: Health
    note: str


def cost_week_rows(state: State, book: SpendBook, by: GroupBy, now: datetime) -> tuple[CostWeekRow, ...]:
    """Return all weeks that are known, the running one first, and in each the worst first."""
    estate = state.estate
    if estate is None:
        return ()
    budgets = _budgets(estate, by)
    objectives = slo_rows(state)
    rows: list[CostWeekRow] = []
    for place, begin_s in enumerate(week_begins(now)):
        groups: defaultdict[tuple[str, str], list[Charge]] = defaultdict(list)
        for one in book.charges(begin_s, begin_s + WEEK_S, split=by is GroupBy.SEGMENT):
            key = str(getattr(one, by.value))
            if key and one.cell and not one.is_idle:
                groups[key, one.currency].append(one)
        week = [
            _row(
                book,
                by,
                key,
                currency,
                charges,
                begin_s,
                budgets.get(key),
                _slo(objectives, by, key, not place),
                not place,
            )
            for (key, currency), charges in groups.items()
        ]
        rows += sorted(week, key=lambda row: (-row.health, -(row.deviation or -1.0), -row.actual, row.key))
    return tuple(rows)


def _row(
    book: SpendBook, by: GroupBy, key: str, currency: str, charges: list[Charge], begin_s: float,
    budget: tuple[Budget, tuple[str, ...]] | None, slo: SloRow | None, is_running: bool,
) -> CostWeekRow:  # fmt: skip
    served = book.served(begin_s, begin_s + WEEK_S, by.value, key)
    good = 1 - (served.failed or 0.0) / served.requests if served.requests and served.failed is not None else None
    until_s = max(one.to_s for one in charges)
    planned = (
        _planned(budget[0], begin_s, until_s) if budget is not None and budget[0].limit.currency == currency else None
    )
    counted = [one for one in charges if _counts(one, budget)]
    actual, total = sum(one.amount for one in counted), sum(one.amount for one in charges)
    is_late = book.models_late(begin_s) is not None
    is_partial = is_late and budget is not None and CostSource.MODELS in budget[0].sources
    deviation = actual / planned - 1 if planned and not is_partial else None
    health, note = _judged(deviation, is_partial=is_partial)
    models = sum(one.amount for one in charges if one.source is CostSource.MODELS)
    return CostWeekRow(
        week="{}-W{:02}".format(*datetime.fromtimestamp(begin_s, UTC).isocalendar()[:2]),
        begin_s=begin_s,
        is_running=is_running,
        key=key,
        currency=currency,
        good=good,
        slo=slo,
        budget=planned,
        actual=actual,
        models=models if book.has_models and not is_late else None,
        deviation=deviation,
        per_1000=total / served.requests * 1000 if served.requests and not is_late else None,
        health=health,
        note="; ".join(filter(None, (note, *cost_gaps(book, begin_s, begin_s + WEEK_S)))),
    )


def _counts(one: Charge, budget: tuple[Budget, tuple[str, ...]] | None) -> bool:
    return one.source is CostSource.CLUSTERS if budget is None else is_covered(*budget, one)


def _judged(deviation: float | None, *, is_partial: bool) -> tuple[Health, str]:
    if is_partial:
        return Health.UNKNOWN, t("What was spent on models is not known for the whole period.")
    if deviation is None:
        return Health.UNKNOWN, t("No budget is for just this part.")
    if deviation > 0:
        return Health.CRITICAL, t("More was spent than the budget allows for this time.")
    return Health.OK, ""


def _planned(budget: Budget, begin_s: float, until_s: float) -> float:
    """Return the share of a budget that falls on a span, evenly over each period: a week may touch two months."""
    planned, at_s = 0.0, begin_s
    while at_s < until_s:
        begin, end = budget_span(budget.period.value, datetime.fromtimestamp(at_s, UTC))
        to_s = min(until_s, end.timestamp())
        planned += budget.limit.amount * (timedelta(seconds=to_s - at_s) / (end - begin))
        at_s = to_s
    return planned


def _budgets(estate: Estate, by: GroupBy) -> dict[str, tuple[Budget, tuple[str, ...]]]:
    """Return the budget of each part that has one for just itself; that of the clusters where there are several."""
    found: dict[str, tuple[Budget, tuple[str, ...]]] = {}
    for budget in sorted(estate.budgets, key=lambda one: CostSource.CLUSTERS in one.sources):
        cells = budget_cells(budget, estate)
        scope = {GroupBy.CELL: cells, GroupBy.SERVICE: budget.services, GroupBy.SEGMENT: budget.segments}
        others = [parts for kind, parts in scope.items() if kind is not by and parts]
        if len(scope[by]) == 1 and not others:
            found[scope[by][0]] = (budget, cells)
    return found


def _slo(objectives: tuple[SloRow, ...], by: GroupBy, key: str, is_running: bool) -> SloRow | None:
    if not is_running:
        return None  # what was left in other weeks is not recorded
    mine = (one for one in objectives if getattr(one, by.value) == key and one.health is not Health.UNKNOWN)
    return next(mine, None)
