"""Each budget of the estate against what was spent and what it comes to, the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.price.budget_span import budget_span
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from console.domain.cost import Allocation
    from console.estate.schema.estate import Estate
    from console.estate.schema.money import Budget


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """Amounts in ``currency``; ``spent`` and ``forecast`` are ``None`` where nobody tells them, ``note`` says why.

    ``forecast`` is what was spent, carried on evenly to the end of the period. Health is critical when the limit is
    passed or will be, a warning from the budget's own threshold.
    """

    key: str
    title: str
    cells: tuple[str, ...]
    period: str
    currency: str
    limit: float
    spent: float | None
    forecast: float | None
    health: Health
    note: str


def budget_rows(estate: Estate, told: Mapping[str, Iterable[Allocation]], now: datetime) -> tuple[BudgetRow, ...]:
    """Return one row per budget; ``told`` are the costs of the running period by its word."""
    rows = [_row(one, _cells(one, estate), tuple(told.get(one.period.value, ())), now) for one in estate.budgets]
    return tuple(sorted(rows, key=lambda row: (-row.health, row.key)))


def _cells(budget: Budget, estate: Estate) -> tuple[str, ...]:
    """Return the cells that a budget is for; none at all when it is for everything."""
    if not budget.cells and not budget.teams:
        return ()
    return tuple(
        cell.key
        for cell in estate.cells
        if (not budget.cells or cell.key in budget.cells) and (not budget.teams or cell.team in budget.teams)
    )


def _row(budget: Budget, cells: tuple[str, ...], costs: tuple[Allocation, ...], now: datetime) -> BudgetRow:
    limit = budget.limit
    spent, note = _spent(budget, cells, costs)
    begin, end = budget_span(budget.period.value, now)
    forecast = None if spent is None or now <= begin else spent * ((end - begin) / (now - begin))
    health, words = _judged(spent, forecast, limit.amount, budget.warning_at)
    return BudgetRow(
        budget.key, budget.title or budget.key, cells, budget.period.value, limit.currency, limit.amount, spent,
        forecast, health, note or words,
    )  # fmt: skip


def _spent(budget: Budget, cells: tuple[str, ...], costs: tuple[Allocation, ...]) -> tuple[float | None, str]:
    if budget.services or budget.segments:
        return None, t("Costs are told by cell, not by service or segment.")
    is_all = not budget.cells and not budget.teams
    mine = [one for one in costs if not one.is_idle and (is_all or one.cell in cells)]
    if not mine:
        return None, t("No cost service tells what this part of the estate costs.")
    if any(one.currency != budget.limit.currency for one in mine):
        return None, t("The costs are told in another currency.")
    return sum(one.total for one in mine), ""


def _judged(spent: float | None, forecast: float | None, limit: float, warning_at: float) -> tuple[Health, str]:
    if spent is None or forecast is None:
        return Health.UNKNOWN, ""
    if spent > limit:
        return Health.CRITICAL, t("The limit is passed.")
    if forecast > limit:
        return Health.CRITICAL, t("The limit will be passed at this pace.")
    if spent >= limit * warning_at:
        return Health.WARNING, t("The budget's warning threshold is passed.")
    return Health.OK, ""
