"""What a review asks to be decided, each with its reason: from budgets, objectives, capacity and waiting changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.change_rows import shown_changes
from console.presenters.money_text import money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.presenters.budget_rows import BudgetRow
    from console.reports.review_context import ReviewContext


class Decision(NamedTuple):
    """``cell`` is empty for what concerns the whole estate."""

    cell: str
    text: str
    why: str


def decisions(ctx: ReviewContext) -> tuple[Decision, ...]:
    """Return what is asked: money first, then capacity, releases and waiting changes."""
    return ctx.views.once("decisions", lambda: (*_budgets(ctx), *_capacity(ctx), *_releases(ctx), *_waiting(ctx)))


def _budgets(ctx: ReviewContext) -> Iterator[Decision]:
    for row in ctx.views.cost.budgets:
        if row.health is Health.CRITICAL and row.forecast is not None:
            yield Decision(row.cells[0] if len(row.cells) == 1 else "", _budget_text(ctx, row), row.note)


def _budget_text(ctx: ReviewContext, row: BudgetRow) -> str:
    forecast = money(row.forecast, row.currency)
    guarded = [
        one.amount
        for one in ctx.views.cost.savings
        if one.is_guarded and one.currency == row.currency and (not row.cells or one.cell in row.cells)
    ]
    if guarded and not ctx.is_over:  # of a period that is over nothing can be saved any more
        saved = money(sum(guarded), row.currency)
        return t("{title}: raise the limit to {forecast}, or take the proposals that save up to {saved}.",
                 title=row.title, forecast=forecast, saved=saved)  # fmt: skip
    return t("{title}: raise the limit to {forecast}, or spend less.", title=row.title, forecast=forecast)


def _capacity(ctx: ReviewContext) -> Iterator[Decision]:
    for row in ctx.views.capacity_rows:
        for one in ctx.views.capacity.advice(row.cell):
            if not one.is_needed:
                continue
            text = t("{cell}, {title}: from {now} to {wanted}.", cell=row.title, title=one.title, now=one.now,
                     wanted=one.wanted)  # fmt: skip
            yield Decision(row.cell, text, one.why)


def _releases(ctx: ReviewContext) -> Iterator[Decision]:
    for row in ctx.views.slos:
        if row.health is Health.CRITICAL:
            text = t("Hold releases of {service} until {name} is met again.", service=row.service, name=row.name)
            why = t("{attained} attained of {objective}.", attained=row.attained, objective=row.objective)
            yield Decision(ctx.cell_called(row.cell), text, why)


def _waiting(ctx: ReviewContext) -> Iterator[Decision]:
    for row in shown_changes(ctx.state, ctx.views.read_s):
        if row.can_apply:
            yield Decision("", t("Apply or drop the change: {what}.", what=row.what), row.reason)
