"""A proposal that saves money, and what all proposals are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.price.budget_span import budget_span
from console.domain.price.course_days import DAY_S
from console.domain.price.resource_cost import GIB
from console.presenters.budget_rows import RECENT_DAYS
from console.presenters.cell_workloads import workloads_of
from console.presenters.reading_index import ReadingIndex

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from console.domain.cost_course import CostCourse, CostSpan
    from console.domain.operation import Operation
    from console.domain.workload import Workload
    from console.estate.schema.cell import Cell
    from console.estate.schema.money import CostSource
    from console.presenters.budget_rows import BudgetRow
    from console.presenters.edge_cost import EdgeCost
    from console.presenters.spend_book import SpendBook
    from console.store.state import State


@dataclass(frozen=True, slots=True)
class Saving:
    """``amount`` is what is saved until the end of the month, as ``how`` reckons it; it holds on the ``condition``.

    ``operation`` is the change to propose; ``None``: nothing here can do it. ``is_guarded``: a budget asks for it.
    ``query`` names what the numbers are from.
    """

    key: str
    title: str
    cell: str
    amount: float
    currency: str
    how: str
    condition: str
    operation: Operation | None
    is_guarded: bool
    query: str = ""


class SavingBasis:
    """What proposals are made from: spending, budgets, present readings, and the hours that are left of the month."""

    def __init__(
        self, state: State, book: SpendBook, now: datetime, budgets: Sequence[BudgetRow], edge: Sequence[EdgeCost] = ()
    ) -> None:
        self.state, self.now, self.budgets, self.edge = state, now, budgets, edge
        self.book, self.index = book, ReadingIndex(state)
        self.cells = state.estate.cells if state.estate is not None else ()
        self.left_h = (budget_span("month", now)[1] - now).total_seconds() / 3600
        self._today_s = now.timestamp() // DAY_S * DAY_S

    def is_guarded(self, cell: str, source: CostSource) -> bool:
        """Return whether a budget that covers a bill of a cell is at its threshold."""
        return any(
            row.health in {Health.WARNING, Health.CRITICAL}
            and source in row.sources
            and (not row.cells or cell in row.cells)
            for row in self.budgets
        )

    def course(self, cell: Cell, kind: str, name: str) -> CostCourse | None:
        """Return what a workload of a cell cost."""
        names = {f"{kind}/{name}", name}
        return next((one for one in self.book.courses if one.cell == cell.key and one.workload in names), None)

    def recent(self, course: CostCourse) -> tuple[CostSpan, ...]:
        """Return the last complete days of a workload."""
        return course.within(self._today_s - RECENT_DAYS * DAY_S, self._today_s)

    def pod_hourly(self, cell: Cell, kind: str, name: str) -> tuple[float, str] | None:
        """Return what a pod costs in an hour by the prices that its workload was charged, and the currency."""
        workload, course = self.workload(cell, kind, name), self.course(cell, kind, name)
        if workload is None or course is None:
            return None
        spans = self.recent(course) or course.spans
        cores, gib = sum(one.core_hours for one in spans), sum(one.gib_hours for one in spans)
        if cores <= 0 or gib <= 0:
            return None
        cpu = workload.cpu_request * sum(one.cpu for one in spans) / cores
        memory = workload.memory_request / GIB * sum(one.memory for one in spans) / gib
        return cpu + memory, course.currency

    def workload(self, cell: Cell, kind: str, name: str) -> Workload | None:
        """Return a workload of a cell."""
        found = (one for one in workloads_of(self.state, cell) if (one.ref.kind, one.ref.name) == (kind, name))
        return next(found, None)
