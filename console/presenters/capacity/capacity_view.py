"""Everything that the Capacity page, the command line and the reports say of the cells, from one state and plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.domain.capacity.capacity_rule import CapacityRule
from console.domain.capacity.cell_outlook import cell_outlooks, urgency
from console.domain.forecast.demand_key import DemandKey
from console.domain.forecast.measure import Measure
from console.kernel.i18n import t
from console.presenters.capacity.advice_rows import advice_rows
from console.presenters.capacity.budget_advice import budget_advice
from console.presenters.capacity.capacity_plan import CapacityPlan
from console.presenters.capacity.capacity_row import CapacityRow, capacity_row
from console.presenters.capacity.cell_basis import cell_bases
from console.presenters.capacity.cell_demand import demand_of, planned_campaigns, planned_forecast
from console.presenters.capacity.edge_advice import edge_advice
from console.presenters.cost_view import CostView
from console.presenters.data_state import DataKind, DataState, data_state, no_estate
from console.presenters.forecast_rows import outlook_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.capacity.cell_demand import CellDemand
    from console.domain.capacity.cell_outlook import CellOutlook
    from console.domain.capacity.load_test import LoadTest
    from console.domain.capacity.question import Question
    from console.domain.forecast.forecast import Forecast
    from console.domain.forecast.outlook import Outlook
    from console.presenters.budget_rows import BudgetRow
    from console.presenters.capacity.advice_row import AdviceRow
    from console.presenters.capacity.cell_basis import CellBasis, Trials
    from console.store.state import State

CAPACITY_TOPICS = (
    "service-loads", "outlooks", "workloads", "autoscalers", "quotas", "settings", "routes", "loads", "cost-days",
)  # fmt: skip


def capacity_state(state: State, now_s: float) -> DataState:
    """Return what may be said of loads and demand; the worst metric server speaks for all."""
    if state.estate is None:
        return no_estate()
    if not state.estate.prometheus:
        return DataState(
            DataKind.EMPTY,
            t("The estate names no metric server, so no demand and no capacity is known."),
            t("Add one to its file under prometheus."),
        )
    return data_state(state, (one.key for one in state.estate.prometheus), ("service-loads",), now_s)


class CapacityView:
    """One per state and plan; ``before`` lends what it has computed of forecasts that did not change."""

    def __init__(
        self,
        state: State,
        now_s: float,
        plan: CapacityPlan | None = None,
        tests: Sequence[LoadTest] = (),
        before: CapacityView | None = None,
    ) -> None:
        self.state, self.now_s, self.plan, self._tests = state, now_s, plan or CapacityPlan(), tests
        estate = state.estate
        self.rule = estate.capacity.rule() if estate is not None else CapacityRule()
        self._shaped: dict[object, Forecast] = before._shaped if before is not None else {}  # noqa: SLF001 - its twin
        self._kept: dict[object, Forecast] = {}
        self._budgets: Sequence[BudgetRow] | None = None
        demands = {cell.key: self._demand(cell.key) for cell in (estate.cells if estate is not None else ())}
        self.bases = cell_bases(state, self.rule, demands, _trials(tests))
        loads = self.plan.question.applied(tuple(one.load for one in self.bases))
        # Who has lost a cell has used up the spare: the rest need not be able to lose another one.
        rule = self.rule._replace(spare_cell=False) if self.plan.question.lost else self.rule
        self.outlooks = cell_outlooks(loads, rule)
        self._shaped = self._kept

    @property
    def rows(self) -> tuple[CapacityRow, ...]:
        """Return the cells, the next to run out first."""
        titles = {one.cell.key: one.cell.title or one.cell.key for one in self.bases}
        hours = {
            one.cell.key: min((part.seen.hours for part in one.services if part.seen is not None), default=None)
            for one in self.bases
        }
        return tuple(
            capacity_row(one, titles.get(name := one.load.cell, name), self.now_s, hours.get(name))
            for one in sorted(self.outlooks, key=urgency)
        )

    def outlook(self, cell: str) -> CellOutlook | None:
        """Return a cell's capacity against its need; ``None`` for one that is not there (any more)."""
        return next((one for one in self.outlooks if one.load.cell == cell), None)

    def basis(self, cell: str) -> CellBasis | None:
        """Return what a cell of the estate can carry and why."""
        return next((one for one in self.bases if one.cell.key == cell), None)

    def advice(self, cell: str) -> tuple[AdviceRow, ...]:
        """Return the recommendations for a cell of the estate, what is needed first."""
        basis, outlook = self.basis(cell), self.outlook(cell)
        if basis is None or outlook is None:
            return ()
        if self._budgets is None:
            self._budgets = CostView(self.state, self.now_s).budgets
        rows = (
            *advice_rows(self.state, basis, outlook, self.rule),
            *budget_advice(self._budgets, cell, self.series(cell), self.forecast(cell)),
        )
        return tuple(sorted(rows, key=lambda row: not row.is_needed))

    def edge_advice(self, cell: str = "") -> tuple[AdviceRow, ...]:
        """Return the recommendations for rate limits of segments at the edge: of a cell's segments, else of all."""
        basis = self.basis(cell)
        found = edge_advice(self.state, basis.cell if basis is not None else None)
        return tuple(sorted(found, key=lambda row: not row.is_needed))

    def series(self, cell: str) -> Outlook | None:
        """Return the forecast of a cell's requests as it was computed; ``None`` before it was."""
        return outlook_of(self.state, DemandKey(Measure.RPS, cell))

    def forecast(self, cell: str) -> Forecast | None:
        """Return the forecast of a cell's requests under the plan."""
        outlook, estate = self.series(cell), self.state.estate
        if outlook is None or estate is None:
            return None
        plan = self.plan
        mark = (id(outlook), plan.scenario, plan.growth_per_year, planned_campaigns(estate, outlook, plan))
        if mark not in self._kept:
            self._kept[mark] = self._shaped.get(mark) or planned_forecast(estate, outlook, plan)
        return self._kept[mark]

    def asked(self, question: Question) -> CapacityView:
        """Return the view as it would be; raise ``UserError`` for a cell that is not there."""
        return CapacityView(self.state, self.now_s, replace(self.plan, question=question), self._tests, self)

    def _demand(self, cell: str) -> CellDemand | None:
        outlook, forecast = self.series(cell), self.forecast(cell)
        return demand_of(outlook, forecast) if outlook is not None and forecast is not None else None


def _trials(tests: Sequence[LoadTest]) -> Trials:
    """Return what load tests of a service prove, by cell and service."""
    found: Trials = {}
    for one in tests:
        trial = one.trial()
        if trial is not None:
            found.setdefault((one.cell, one.service), []).append(trial)
    return found
