"""The risks of an estate, from what the pages show: objectives, budgets, capacity, grids, unread sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.connection_state import ConnectionState
from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.format import number
from console.presenters.money_text import money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.presenters.capacity.capacity_row import CapacityRow
    from console.presenters.slo_rows import SloRow
    from console.reports.review_context import ReviewContext


class Risk(NamedTuple):
    """``cell`` is empty for what concerns the whole estate."""

    cell: str
    health: Health
    text: str
    evidence: str


def risks(ctx: ReviewContext) -> tuple[Risk, ...]:
    """Return the risks of the whole estate, the worst first."""
    return ctx.views.once("risks", lambda: _found(ctx))


def _found(ctx: ReviewContext) -> tuple[Risk, ...]:
    found = [*_objectives(ctx), *_budgets(ctx), *_runouts(ctx), *_grids(ctx), *_connections(ctx)]
    return tuple(sorted(found, key=lambda one: -one.health))


def _objectives(ctx: ReviewContext) -> Iterator[Risk]:
    for row in ctx.views.slos:
        if row.health in {Health.WARNING, Health.CRITICAL}:
            yield Risk(ctx.cell_called(row.cell), row.health, _objective_text(row), row.note or row.exhausted)


def _objective_text(row: SloRow) -> str:
    if row.health is Health.CRITICAL:
        return t("The error budget of {service} / {name} is used up.", service=row.service, name=row.name)
    return t("Of the error budget of {service} / {name}, {share} is left.", service=row.service, name=row.name,
             share=row.budget_left)  # fmt: skip


def _budgets(ctx: ReviewContext) -> Iterator[Risk]:
    for row in ctx.views.cost.budgets:
        if row.health in {Health.WARNING, Health.CRITICAL} and row.forecast is not None:
            text = t(
                "{title}: the period comes to {forecast} of {limit}.",
                title=row.title,
                forecast=money(row.forecast, row.currency),
                limit=money(row.limit, row.currency),
            )
            yield Risk(row.cells[0] if len(row.cells) == 1 else "", row.health, text, row.note)


def _runouts(ctx: ReviewContext) -> Iterator[Risk]:
    for row in ctx.views.capacity_rows:
        if row.health in {Health.WARNING, Health.CRITICAL}:
            yield Risk(row.cell, row.health, _runout_text(row), row.interval or row.note)


def _runout_text(row: CapacityRow) -> str:
    if row.outlook.run_out is None or row.outlook.run_out.likely_s is None:
        return t("{cell} may run out of capacity, though it is not likely.", cell=row.title)
    return t("{cell} runs out of capacity: {when}.", cell=row.title, when=row.run_out)


def _grids(ctx: ReviewContext) -> Iterator[Risk]:
    for row in ctx.views.carbon.zones:
        if row.is_dirty and row.cells and row.grams is not None:
            text = t("The grid {zone} is at {grams} gCO2/kWh, above {limit}.", zone=row.zone, grams=number(row.grams),
                     limit=number(row.threshold))  # fmt: skip
            yield Risk(row.cells[0] if len(row.cells) == 1 else "", Health.WARNING, text, row.origin)


def _connections(ctx: ReviewContext) -> Iterator[Risk]:
    for status in ctx.state.connections.values():
        if status.state is ConnectionState.FAILED:
            text = t("{connection} cannot be read, so what it tells is old.", connection=status.key)
            yield Risk("", Health.WARNING, text, status.error)
