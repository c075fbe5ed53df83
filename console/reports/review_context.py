"""What the sections of a review build from: the state as the pages show it, at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from console.presenters.capacity.capacity_view import CapacityView
from console.presenters.carbon_view import carbon_view
from console.presenters.cost_view import CostView
from console.presenters.maturity.maturity_rows import assessments
from console.presenters.slo_rows import slo_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.capacity.load_test import LoadTest
    from console.domain.maturity.assessment import Assessment
    from console.domain.report.report_span import ReportSpan
    from console.estate.schema.cell import Cell
    from console.estate.schema.estate import Estate
    from console.presenters.capacity.capacity_row import CapacityRow
    from console.presenters.carbon_view import CarbonView
    from console.presenters.slo_rows import SloRow
    from console.reports.review_facts import ReviewFacts
    from console.store.state import State

Made = TypeVar("Made")


class ReviewViews:
    """The views of the pages, made once for all sections; ``queries`` collects what was asked for the appendix."""

    def __init__(self, state: State, as_of_s: float, read_s: float, tests: tuple[LoadTest, ...] = ()) -> None:
        self.state, self.as_of_s, self.read_s, self.tests = state, as_of_s, read_s, tests
        self.queries: dict[str, str] = {}
        self._made: dict[str, Any] = {}

    def once(self, key: str, make: Callable[[], Made]) -> Made:
        """Return what ``make`` gave when it was first wanted under this key: several sections ask for it."""
        if key not in self._made:
            self._made[key] = make()
        made: Made = self._made[key]
        return made

    @cached_property
    def cost(self) -> CostView:
        """Return what the Cost page shows, at the end of the period."""
        return CostView(self.state, self.as_of_s)

    @cached_property
    def carbon(self) -> CarbonView:
        """Return what the Carbon page shows."""
        return carbon_view(self.state, self.read_s)

    @cached_property
    def slos(self) -> tuple[SloRow, ...]:
        """Return what the SLO page shows."""
        return slo_rows(self.state)

    @cached_property
    def capacity(self) -> CapacityView:
        """Return what the Capacity page shows."""
        return CapacityView(self.state, self.read_s, None, self.tests)

    @cached_property
    def capacity_rows(self) -> tuple[CapacityRow, ...]:
        """Return the cells, the next to run out of capacity first."""
        return self.capacity.rows

    @cached_property
    def maturity(self) -> tuple[Assessment, ...]:
        """Return what the Pipeline page says of the cells' maturity."""
        return assessments(self.capacity, self.tests)


@dataclass(frozen=True, slots=True)
class ReviewContext:
    """``cell`` is the one that the chapter is about, ``None`` in chapters about the whole estate.

    ``chapters`` are the keys of all cells that have one.
    """

    estate: Estate
    span: ReportSpan
    facts: ReviewFacts
    views: ReviewViews
    cell: Cell | None = None
    chapters: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        """Return the state."""
        return self.views.state

    @property
    def until_s(self) -> float:
        """Return the moment that the report looks from: the end of its period, or now."""
        return self.views.as_of_s

    @property
    def is_over(self) -> bool:
        """Return whether the period ended before the data was read: then what is now is not what was then."""
        return self.views.read_s >= self.span.end_s

    @property
    def slos_here(self) -> tuple[SloRow, ...]:
        """Return the objectives of the chapter's cell, the worst budget first."""
        names = {self.here.key, self.here.selectors.metrics_cell}
        return tuple(one for one in self.views.slos if one.cell and one.cell in names)

    @property
    def here(self) -> Cell:
        """Return the cell of the chapter."""
        assert self.cell is not None
        return self.cell

    def cell_called(self, name: str) -> str:
        """Return the key of the cell that is called so by the estate or its metric server; empty for none."""
        cells = (one.key for one in self.estate.cells if name and name in {one.key, one.selectors.metrics_cell})
        return next(cells, "")

    def cite(self, title: str, *queries: str) -> None:
        """Remember what was asked for a number, for the appendix; a query may be written on several lines."""
        for one in queries:
            if one.strip():
                self.views.queries.setdefault(one.strip(), title)
