"""Each budget of the estate against what was spent and what it comes to, the worst first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.load_course import MODEL_USD, REQUESTS
from console.domain.price.budget_span import budget_span
from console.domain.price.course_days import DAY_S
from console.domain.price.spend_forecast import NOTABLE, SpendForecast, spend_forecast
from console.estate.schema.money import CostSource
from console.kernel.i18n import t
from console.presenters.bill_word import bill_word
from console.presenters.cost_gaps import COSTS, cost_gaps
from console.presenters.format import percent
from console.presenters.money_text import money
from console.presenters.reading_index import ReadingIndex
from console.presenters.spend_book import Charge, SpendBook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from console.estate.schema.estate import Estate
    from console.estate.schema.money import Budget
    from console.presenters.edge_cost import EdgeCost
    from console.store.state import State

RECENT_DAYS = 7
DEVIATION = "cost_deviation"


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """Of ``cells`` (none: all) and their services or segments ``parts`` (none: all); amounts in ``currency``.

    ``spent`` and ``forecast`` are ``None`` where nobody tells them, ``note`` says why.

    ``forecast`` goes on as in the last days; ``method`` says how. ``until_s`` is when spending was last known. Health
    is critical when the limit is passed or will be, a warning from the budget's own threshold, or when a whole period
    at the present pace would pass it. ``queries`` are what was
    asked for the amounts.
    """

    key: str
    title: str
    cells: tuple[str, ...]
    parts: tuple[str, ...]
    sources: tuple[CostSource, ...]
    period: str
    currency: str
    limit: float
    spent: float | None
    forecast: float | None
    health: Health
    note: str
    method: str = ""
    until_s: float | None = None
    ends_s: float = 0.0
    queries: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """Return the queries as one text."""
        return "\n".join(self.queries)

    @property
    def left(self) -> float | None:
        """Return what is left of the limit; below zero when it is passed."""
        return None if self.spent is None else self.limit - self.spent


def budget_rows(
    state: State, book: SpendBook, now: datetime, edge: Sequence[EdgeCost], rises: Sequence[tuple[str, float]]
) -> tuple[BudgetRow, ...]:
    """Return one row per budget; ``edge`` are the accounts there, ``rises`` the cells that are notably dearer now."""
    estate = state.estate
    if estate is None:
        return ()
    judge = _Judge(book, now, edge, dict(rises))
    rows = [judge.row(one, budget_cells(one, estate)) for one in estate.budgets]
    return tuple(sorted(rows, key=lambda row: (-row.health, -_share(row), row.key)))


def budget_cells(budget: Budget, estate: Estate) -> tuple[str, ...]:
    """Return the cells that a budget is for; none at all when it is for everything."""
    if not budget.cells and not budget.teams:
        return ()
    return tuple(
        cell.key
        for cell in estate.cells
        if (not budget.cells or cell.key in budget.cells) and (not budget.teams or cell.team in budget.teams)
    )


def is_covered(budget: Budget, cells: Sequence[str], one: Charge) -> bool:
    """Return whether a charge counts against a budget; ``cells`` are those that it is for."""
    if one.source not in budget.sources or one.is_idle:
        return False
    is_open = not budget.cells and not budget.teams
    return (
        (is_open or one.cell in cells)
        and (not budget.services or one.service in budget.services)
        and (not budget.segments or one.segment in budget.segments)
    )


def _share(row: BudgetRow) -> float:
    return 0.0 if row.forecast is None or not row.limit else row.forecast / row.limit


class _Judge:
    def __init__(self, book: SpendBook, now: datetime, edge: Sequence[EdgeCost], rises: Mapping[str, float]) -> None:
        self._book, self._now, self._edge, self._rises = book, now, edge, rises

    def row(self, budget: Budget, cells: tuple[str, ...]) -> BudgetRow:
        begin, end = budget_span(budget.period.value, self._now)
        begin_s, end_s = begin.timestamp(), end.timestamp()
        found = self._charges(budget, cells, begin_s, end_s)
        trouble = self._trouble(budget, found, begin_s)
        ahead = None if trouble else self._forecast(budget, cells, found, begin_s, end_s)
        spent, forecast = (ahead.spent, ahead.forecast) if ahead is not None else (None, None)
        if not trouble and CostSource.EDGE in budget.sources and spent is not None and forecast is not None:
            spent += float(sum(one.so_far for one in self._edge))
            forecast += float(sum(one.forecast for one in self._edge))
        limit = budget.limit
        is_over = any(one.to_s >= end_s for one in found)  # then nothing of it lies ahead, at whatever pace
        hourly = None if ahead is None or is_over else ahead.hourly
        pace = None if hourly is None else hourly * (end_s - begin_s) / 3600
        health, words = _judged(spent, forecast, pace, budget)
        return BudgetRow(
            key=budget.key,
            title=budget.title or budget.key,
            cells=cells,
            parts=(*budget.services, *budget.segments),
            sources=budget.sources,
            period=budget.period.value,
            currency=limit.currency,
            limit=limit.amount,
            spent=spent,
            forecast=forecast,
            health=health,
            note=trouble or "; ".join(filter(None, (words, *self._gaps(budget, begin_s, end_s)))),
            method=_method(ahead, limit.currency) if ahead is not None else "",
            until_s=max((one.to_s for one in found), default=None),
            ends_s=end_s,
            queries=tuple(filter(None, (self._book.query(one) for one in budget.sources))),
        )

    def _gaps(self, budget: Budget, begin_s: float, end_s: float) -> tuple[str, ...]:
        asked = {COSTS: CostSource.CLUSTERS in budget.sources, MODEL_USD: CostSource.MODELS in budget.sources,
                 REQUESTS: bool(budget.segments)}  # fmt: skip
        return cost_gaps(self._book, begin_s, end_s, [measure for measure, is_asked in asked.items() if is_asked])

    def _charges(self, budget: Budget, cells: tuple[str, ...], begin_s: float, end_s: float) -> list[Charge]:
        charges = self._book.charges(begin_s, end_s, split=bool(budget.segments))
        return [one for one in charges if is_covered(budget, cells, one)]

    def _trouble(self, budget: Budget, found: list[Charge], begin_s: float) -> str:
        is_edge = CostSource.EDGE in budget.sources
        if is_edge and (why := _misfit(budget)):
            return why
        if not found and not (is_edge and self._edge):
            return t("No cost of this part is known.")
        untold = next((one for one in budget.sources if not self._is_told(one)), None)
        if untold is not None:
            return t("Nobody tells this bill: {bill}.", bill=bill_word(untold))
        currencies = {one.currency for one in found} | {one.currency for one in self._edge if is_edge}
        if currencies - {budget.limit.currency}:
            return t("The costs are told in another currency.")
        if CostSource.MODELS in budget.sources and self._book.models_late(begin_s) is not None:
            return t("What was spent on models is not known for the whole period.")
        return ""

    def _is_told(self, source: CostSource) -> bool:
        """Return whether anybody tells a bill at all; one that has nothing of this part is not unknown."""
        told = {
            CostSource.CLUSTERS: self._book.courses,
            CostSource.MODELS: self._book.has_models,
            CostSource.EDGE: self._edge,
        }
        return bool(told[source])

    def _forecast(
        self, budget: Budget, cells: tuple[str, ...], found: list[Charge], begin_s: float, end_s: float
    ) -> SpendForecast:
        today_s = self._now.timestamp() // DAY_S * DAY_S
        week_s = RECENT_DAYS * DAY_S
        recent = self._charges(budget, cells, today_s - week_s, today_s)
        before = self._charges(budget, cells, today_s - 2 * week_s, today_s - week_s)
        until_s = max((one.to_s for one in found), default=self._now.timestamp())
        spent, period = sum(one.amount for one in found), (begin_s, until_s, end_s)
        return spend_forecast(spent, period, recent_cost(recent), recent_cost(before), self._rise(recent))

    def _rise(self, recent: Iterable[Charge]) -> float | None:
        """Return how much dearer it is than a week ago, weighted by what the cells cost; of models nobody tells it."""
        amounts: defaultdict[str, float] = defaultdict(float)
        for one in recent:
            amounts[one.cell if one.source is CostSource.CLUSTERS else ""] += one.amount
        total = sum(amounts.values())
        return sum(amount * self._rises.get(cell, 0.0) for cell, amount in amounts.items()) / total if total else None


def _misfit(budget: Budget) -> str:
    """Return why a budget cannot be compared with costs of the edge."""
    if budget.cells or budget.teams or budget.services or budget.segments:
        return t("Costs of the edge are told by account, not by cell, service or segment.")
    return "" if budget.period.value == "month" else t("Costs of the edge are told by month.")


def notable_rises(state: State) -> tuple[tuple[str, float], ...]:
    """Return the cells that are notably dearer than at the same time last week, with by how much (0.2: a fifth)."""
    index = ReadingIndex(state)
    cells = state.estate.cells if state.estate is not None else ()
    told = ((cell.key, index.value(cell, DEVIATION)) for cell in cells)
    return tuple((cell, value) for cell, value in told if value is not None and value >= NOTABLE)


def recent_cost(recent: Iterable[Charge]) -> float | None:
    """Return what was spent in an hour, by the mean of the days that are known."""
    hours: dict[float, float] = {}
    total = 0.0
    for one in recent:
        hours[one.from_s] = max(hours.get(one.from_s, 0.0), (one.to_s - one.from_s) / 3600)
        total += one.amount
    known = sum(hours.values())
    return total / known if known else None


def _method(ahead: SpendForecast, currency: str) -> str:
    if ahead.hourly is None:
        return t("What was spent goes on evenly to the end of the period.")
    hourly = money(ahead.hourly, currency)
    if ahead.rise is None:
        return t("The rest of the period costs {hourly} an hour, the mean of the last complete days.", hourly=hourly)
    return t(
        "The rest of the period costs {hourly} an hour: now it costs {share} more than at the same time last week.",
        hourly=hourly,
        share=percent(ahead.rise),
    )


def _judged(spent: float | None, forecast: float | None, pace: float | None, budget: Budget) -> tuple[Health, str]:
    """Judge a budget; ``pace`` is what a whole period costs at the present rate."""
    limit = budget.limit.amount
    if spent is None or forecast is None:
        return Health.UNKNOWN, ""
    if spent > limit:
        return Health.CRITICAL, t("The limit is passed.")
    if forecast > limit:
        return Health.CRITICAL, t("The limit will be passed at this pace.")
    if pace is not None and pace > limit:
        amount = money(pace, budget.limit.currency)
        return Health.WARNING, t("At the present pace a whole period would cost {amount}.", amount=amount)
    if spent >= limit * budget.warning_at:
        return Health.WARNING, t("The budget's warning threshold is passed.")
    return Health.OK, ""
