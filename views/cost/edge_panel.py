"""The month at the edge, term by term, by both price books."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QWidget

from console.kernel.i18n import t
from console.presenters.edge_cost import EdgeCost, EdgeTermRow
from console.presenters.format import percent, significant
from console.presenters.money_text import money
from views.widgets.label import Label
from views.widgets.layout import column
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.page import PageContext


class EdgeLine(NamedTuple):
    """A term of one account."""

    account: EdgeCost
    term: EdgeTermRow


class EdgeTable(DataTable[EdgeLine]):
    """In the order of the price book."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _columns(), lambda row: (row.account.connection, row.term.key), name="edge-terms",
            memory=context.memory,
        )  # fmt: skip
        self.setAccessibleName(t("Cost of the edge"))


class EdgePanel(QWidget):
    """What it comes to in a sentence per account, above the terms."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.table = EdgeTable(context)
        self._said = Label(wrap=True, selectable=True)
        layout = column(self._said, spacing=context.theme.space(1), margins=(0, context.theme.space(1), 0, 0))
        layout.addWidget(self.table, 1)
        self.setLayout(layout)

    def show_accounts(self, accounts: Sequence[EdgeCost]) -> None:
        """Show the accounts of the estate."""
        self._said.setText("\n".join(_sentence(one) for one in accounts))
        self._said.setVisible(bool(accounts))
        self.table.set_rows([EdgeLine(account, term) for account in accounts for term in account.rows])


def _sentence(one: EdgeCost) -> str:
    words = t(
        "{account}: {spent} so far, {forecast} at the end of the month; {other} by the design document's prices.",
        account=one.title,
        spent=money(one.so_far, one.currency),
        forecast=money(one.forecast, one.currency),
        other=money(one.other, one.currency),
    )
    unknown = t("Not told, and not in the sums: {terms}.", terms=", ".join(one.unknown)) if one.unknown else ""
    return " ".join(part for part in (words, one.method, unknown) if part)


def _columns() -> tuple[Column[EdgeLine], ...]:
    return (
        Column("account", t("Account"), lambda row: row.account.title, width=106),
        Column("term", t("Term"), lambda row: row.term.title, width=152),
        _use("so_far", t("So far")),
        _use("forecast", t("Month")),
        _use("included", t("Included"), 108),
        Column("share", t("Of included"), lambda row: percent(_number(row.term.share)), sort=lambda row: row.term.share,
               numeric=True, width=90),
        _amount("amount", t("Cost (published)")),
        _amount("other", t("Cost (design)")),
        Column("reason", t("Why different"), lambda row: row.term.reason, tooltip=lambda row: row.term.reason,
               width=112, stretch=True),
    )  # fmt: skip


def _use(key: str, title: str, width: int = 118) -> Column[EdgeLine]:
    return Column(key, title, lambda row: significant(_number(getattr(row.term, key))),
                  sort=lambda row: getattr(row.term, key), numeric=True, width=width)  # fmt: skip


def _amount(key: str, title: str) -> Column[EdgeLine]:
    return Column(key, title, lambda row: money(getattr(row.term, key), row.account.currency),
                  sort=lambda row: getattr(row.term, key), numeric=True, width=120)  # fmt: skip


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
