"""The big numbers of the month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.bill_word import bill_word
from console.presenters.cost_proof import month_proof
from console.presenters.format import UNKNOWN, local_day, number, percent
from console.presenters.money_text import money
from views.widgets.layout import row
from views.widgets.stat_tile import Evidence, StatTile

if TYPE_CHECKING:
    from console.presenters.cost_month import CostMonth
    from console.presenters.cost_view import CostView
    from views.page import PageContext

_LARGE = 10_000
_NOTED = frozenset({Health.WARNING, Health.CRITICAL})


class CostTiles(QWidget):
    """Spent, forecast, the worst budget, the largest saving; ``opened`` carries which evidence is asked for."""

    opened = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        theme = context.theme
        self._spent, self._forecast = StatTile(theme, t("Spent this month")), StatTile(theme, t("Month's end"))
        self._left, self._saving = StatTile(theme, t("Worst budget: left")), StatTile(theme, t("To save first"))
        asked = ((self._spent, "month"), (self._forecast, "month"), (self._left, "budget"), (self._saving, "saving"))
        for tile, what in asked:
            tile.opened.connect(lambda what=what: self.opened.emit(what))
        tiles = (self._spent, self._forecast, self._left, self._saving)
        self.setLayout(row(*tiles, spacing=theme.space(1)))

    def show_view(self, view: CostView, *, is_unread: bool) -> None:
        """Show what is known; ``is_unread``: the page says already why nothing is known."""
        if is_unread and not view.months:
            for tile in (self._spent, self._forecast, self._left, self._saving):
                tile.show_value(UNKNOWN)
            return
        proof = month_proof(view)
        evidence = Evidence(proof.query, "; ".join(f"{name}: {value}" for name, value in proof.facts))
        months = view.months
        if not months:
            self._spent.show_value(UNKNOWN, None, t("Nobody tells costs."))
            self._forecast.show_value(UNKNOWN, None, t("Nobody tells costs."))
        else:
            main = months[0]
            self._spent.show_value(_sum(main, main.spent), None, _parts(main, forecast=False), evidence)
            self._forecast.show_value(_sum(main, main.forecast), None, _others(months), evidence)
        self._show_budget(view)
        self._show_saving(view)

    def _show_budget(self, view: CostView) -> None:
        worst = next((row for row in view.budgets if row.left is not None), None)
        if worst is None:
            why = view.budgets[0].note if view.budgets else t("The estate names no budget.")
            self._left.show_value(UNKNOWN, None, why)
            return
        noted = worst.health if worst.health in _NOTED else None
        share = percent(worst.forecast / worst.limit) if worst.forecast is not None and worst.limit else UNKNOWN
        note = t("{budget}: {share} of it at the end", budget=worst.title, share=share)
        evidence = Evidence(worst.query, worst.method)
        self._left.show_value(_big(worst.left, worst.currency), noted, note, evidence)

    def _show_saving(self, view: CostView) -> None:
        best = view.savings[0] if view.savings else None
        if best is None:
            self._saving.show_value(UNKNOWN, None, t("Nothing to propose by what is known."))
            return
        note = t("{title}; {count} proposals", count=len(view.savings), title=best.title)
        evidence = Evidence(best.query, best.how)
        self._saving.show_value(_big(best.amount, best.currency), None, note, evidence)


def _big(amount: float | None, currency: str) -> str:
    """Return an amount that has room in a tile: cents say nothing of ten thousands."""
    return f"{number(amount)} {currency}" if amount is not None and abs(amount) >= _LARGE else money(amount, currency)


def _sum(month: CostMonth, amount: float) -> str:
    """Return a sum of the month, marked as the least where a part of the month is not known."""
    return f"{'≥ ' if month.is_least else ''}{_big(amount, month.currency)}"


def _parts(month: CostMonth, *, forecast: bool) -> str:
    found = ((bill_word(one.source), one.forecast if forecast else one.spent) for one in month.parts)
    parts = " · ".join((*month.gaps, *(f"{word} {money(amount, month.currency)}" for word, amount in found)))
    if month.models_since_s is None:
        return parts
    return t("Model calls only since {day}: {parts}", day=local_day(month.models_since_s), parts=parts)


def _others(months: tuple[CostMonth, ...]) -> str:
    others = ", ".join(money(one.forecast, one.currency) for one in months[1:])
    plain = _parts(months[0], forecast=True)
    return t("{parts}; besides {others}", parts=plain, others=others) if others else plain
