"""What a cell's budget should be when its demand goes as forecast."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.capacity.advice_row import AdviceRow
from console.presenters.format import percent
from console.presenters.money_text import money

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.domain.forecast.forecast import Forecast
    from console.domain.forecast.outlook import Outlook
    from console.presenters.budget_rows import BudgetRow

_RECENT_D = 28


def budget_advice(
    budgets: Sequence[BudgetRow], cell: str, outlook: Outlook | None, forecast: Forecast | None
) -> Iterator[AdviceRow]:
    """Yield the budgets of this cell alone: what it comes to, times how demand goes on. The estate file holds them."""
    growth = _growth(outlook, forecast)
    for one in budgets:
        if one.cells != (cell,) or one.forecast is None or growth is None:
            continue
        wanted = one.forecast * growth
        yield AdviceRow(
            key=f"budget/{cell}/{one.key}",
            cell=cell,
            title=t("Budget {title}", title=one.title),
            now=money(one.limit, one.currency),
            wanted=money(wanted, one.currency),
            why=t(
                "{forecast} at the end of this period × {growth} of the recent demand",
                forecast=money(one.forecast, one.currency),
                growth=percent(growth),
            ),
            is_needed=wanted > one.limit,
            operation=None,
            queries=one.queries,
        )


def _growth(outlook: Outlook | None, forecast: Forecast | None) -> float | None:
    """Return the mean daily peak ahead over that of the last weeks; ``None`` where either is not known."""
    recent = [one for one in (outlook.past_peaks if outlook is not None else ())[-_RECENT_D:] if one is not None]
    if forecast is None or not recent or not fmean(recent) > 0 or not forecast.peaks.values.shape[1]:
        return None
    return float(forecast.peaks.at(0.5).mean()) / fmean(recent)
