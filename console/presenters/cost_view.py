"""Everything that the Cost page and its commands show of one state; what nobody looks at is not computed."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from console.domain.price.budget_span import budget_span
from console.domain.price.course_days import week_begins
from console.estate.price_books import DESIGN, PUBLISHED, price_book
from console.kernel.i18n import t
from console.presenters.budget_rows import BudgetRow, budget_rows, notable_rises
from console.presenters.cost_month import CostMonth, cost_months
from console.presenters.cost_week_rows import CostWeekRow, cost_week_rows
from console.presenters.data_state import DataKind, DataState, data_state, no_estate
from console.presenters.edge_cost import STORES, USAGE, EdgeCost, edge_costs
from console.presenters.saving_rows import SAVING_TOPICS, saving_rows
from console.presenters.spend_book import COURSES, LOADS, SpendBook
from console.presenters.spend_rows import SpendRow, spend_rows
from console.presenters.unit_cost_rows import UnitCostRow, unit_cost_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from console.presenters.savings.saving import Saving
    from console.presenters.spend_rows import GroupBy
    from console.store.state import State

Rows = TypeVar("Rows", bound=tuple[Any, ...])
BUDGET_TOPICS = (COURSES, LOADS, "signals", USAGE, STORES)
COST_TOPICS = (*BUDGET_TOPICS, *SAVING_TOPICS)


class CostView:
    """One per rendering; ``before`` is the last one, whose sums are kept while nothing new is told."""

    def __init__(self, state: State, now_s: float, before: CostView | None = None) -> None:
        self.state, self.now = state, datetime.fromtimestamp(now_s, UTC)
        self.month_begin_s = budget_span("month", self.now)[0].timestamp()
        same = before if before is not None and before.book.is_of(state) else None
        self.book: SpendBook = SpendBook(state) if same is None else same.book
        is_today = same is not None and same.now.date() == self.now.date()
        self.rows: dict[Hashable, tuple[tuple[object, ...], Any]] = same.rows if same is not None and is_today else {}
        self.month_end_s = budget_span("month", self.now)[1].timestamp()

    @cached_property
    def edge(self) -> tuple[EdgeCost, ...]:
        """Return the months at the edge, by the published prices beside the design document's."""
        return edge_costs(self.state, price_book(PUBLISHED), price_book(DESIGN), self.now.timestamp())

    @cached_property
    def edge_now(self) -> tuple[EdgeCost, ...]:
        """Return those that tell the running month: of one that was last read before it nothing is known of it."""
        month = f"{self.now:%Y-%m}"
        return tuple(one for one in self.edge if one.month == month)

    @cached_property
    def budgets(self) -> tuple[BudgetRow, ...]:
        """Return the budgets, the worst first."""
        rises = notable_rises(self.state)
        return self._kept(
            ("budgets", rises),
            self._of_edge(),
            lambda: budget_rows(self.state, self.book, self.now, self.edge_now, rises),
        )

    @cached_property
    def months(self) -> tuple[CostMonth, ...]:
        """Return the running month by currency, the largest first."""
        return self._kept("months", self._of_edge(), lambda: cost_months(self.book, self.edge_now, self.now))

    def _of_edge(self) -> tuple[object, ...]:
        return tuple(table for (_, topic), table in self.state.objects.items() if topic in {USAGE, STORES})

    @cached_property
    def savings(self) -> tuple[Saving, ...]:
        """Return the proposals."""
        return saving_rows(self.state, self.book, self.now, self.budgets, self.edge)

    def spends(self, by: GroupBy) -> tuple[SpendRow, ...]:
        """Return what the parts cost in the running month."""
        return self._kept(("spends", by), (), lambda: spend_rows(self.book, by, self.month_begin_s, self.month_end_s))

    def courses(self, by: GroupBy) -> tuple[SpendRow, ...]:
        """Return what the parts cost in all weeks that are known, day by day."""
        begin_s = week_begins(self.now)[-1]
        return self._kept(("courses", by), (), lambda: spend_rows(self.book, by, begin_s, self.month_end_s))

    def weeks(self, by: GroupBy) -> tuple[CostWeekRow, ...]:
        """Return the weekly loop."""
        slos = tuple(table for (_, topic), table in self.state.objects.items() if topic == "slos")
        return self._kept(("weeks", by), slos, lambda: cost_week_rows(self.state, self.book, by, self.now))

    def units(self, by: GroupBy) -> tuple[UnitCostRow, ...]:
        """Return the unit costs."""
        return self._kept(("units", by), (), lambda: unit_cost_rows(self.book, by, self.now.timestamp()))

    def _kept(self, what: Hashable, of: tuple[object, ...], make: Callable[[], Rows]) -> Rows:
        """Return rows that were made of the same spending before; ``of`` is what else they are made of."""
        known = self.rows.get(what)
        if known is None or len(known[0]) != len(of) or any(a is not b for a, b in zip(known[0], of, strict=True)):
            known = self.rows[what] = (of, make())
        rows: Rows = known[1]
        return rows


def cost_sources(state: State) -> Iterator[tuple[str, str]]:
    """Yield connection and topic of all that tells costs in this estate."""
    estate = state.estate
    if estate is None:
        return
    computing = estate.opencost or estate.prometheus
    yield from ((one.key, COURSES) for one in computing)
    yield from ((one.key, LOADS) for one in estate.prometheus)
    yield from ((one.key, USAGE) for one in estate.cloudflare)


def cost_state(state: State, now_s: float) -> DataState:
    """Return what may be said of the costs; the worst connection speaks for all."""
    pairs = tuple(cost_sources(state))
    if not pairs:
        if state.estate is None:
            return no_estate()
        return DataState(
            DataKind.EMPTY,
            t("The estate names nothing that tells costs."),
            t("Add a cost service (opencost), a metric server (prometheus) or an account (cloudflare) to its file."),
        )
    order = (DataKind.FAILED, DataKind.LOADING, DataKind.STALE, DataKind.FRESH, DataKind.EMPTY)
    states = [data_state(state, (key,), (topic,), now_s) for key, topic in pairs]
    worst = min(states, key=lambda one: order.index(one.kind))
    known = any(state.table(key, topic) is not None for key, topic in pairs)
    if worst.kind is DataKind.LOADING and known:
        return DataState(DataKind.LOADING, t("{text} What is known already is shown.", text=worst.text))
    return worst
