"""What each part of the estate cost this month, and the chosen one day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.unit import Unit
from console.kernel.i18n import t
from console.presenters.format import percent
from console.presenters.money_text import money
from console.presenters.spend_rows import SpendRow
from views.plots.plot_series import PlotSeries
from views.plots.time_plot import TimePlot
from views.widgets.split_panel import SplitPanel
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.page import PageContext

_DAY_S = 86_400


class SpendTable(DataTable[SpendRow]):
    """The dearest first; what belongs to no part last."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _columns(), lambda row: (row.key, row.title, row.currency), name="spends",
            memory=context.memory,
        )  # fmt: skip
        self.setAccessibleName(t("Cost of the parts"))


class SpendPanel(SplitPanel):
    """Table and plot; only complete days are drawn, because a part of a day is no fall."""

    def __init__(self, context: PageContext) -> None:
        self.table = SpendTable(context)
        self._plot = TimePlot(context.theme, context.bridge, t("Cost of a day"), Unit.USD)
        self._days: Sequence[SpendRow] = ()
        self._now_s = 0.0
        super().__init__(context.memory, "cost-spend", self.table, self._plot, shares=(7, 3))
        self.table.current_changed.connect(lambda _row: self._draw())

    def show_spends(self, rows: Sequence[SpendRow], days: Sequence[SpendRow], now_s: float) -> None:
        """Show the month's rows; ``days`` are the same parts over all weeks that are known."""
        self._days, self._now_s = days, now_s
        self.table.set_rows(rows)
        if self.table.current_row() is None and rows:
            self.table.select_key((rows[0].key, rows[0].title, rows[0].currency))
        self._draw()

    def _draw(self) -> None:
        chosen = self.table.current_row()
        wanted = (chosen.title, chosen.currency) if chosen is not None else None
        found = next((one for one in self._days if (one.title, one.currency) == wanted), None)
        today_s = self._now_s // _DAY_S * _DAY_S
        days = sorted((at, amount) for at, amount in found.days.items() if at < today_s) if found is not None else []
        if not days:
            self._plot.show_series((), 0.0, 1.0)
            return
        times, amounts = [at for at, _ in days], [amount for _, amount in days]
        self._plot.measure_in(Unit.USD if found is not None and found.currency == "USD" else Unit.COUNT)
        name = f"{found.title} ({found.currency})" if found is not None else ""
        self._plot.show_series([PlotSeries(name, times, amounts)], times[0], times[-1] + 1)


def _columns() -> tuple[Column[SpendRow], ...]:
    def amount(key: str, title: str) -> Column[SpendRow]:
        return Column(key, title, lambda row: money(getattr(row, key), row.currency),
                      sort=lambda row: getattr(row, key), numeric=True, width=120)  # fmt: skip

    return (
        Column("title", t("Part"), lambda row: row.title, width=96),
        amount("total", t("This month")),
        amount("clusters", t("Clusters")),
        amount("models", t("Model calls")),
        amount("cpu", t("CPU")),
        amount("memory", t("Memory")),
        amount("other", t("Other")),
        Column("used", t("Used of requested"), lambda row: percent(row.used), sort=lambda row: row.used, numeric=True,
               width=128, stretch=True),
    )  # fmt: skip
