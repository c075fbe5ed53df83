"""Bills that were imported in the FOCUS format, and what the chosen one adds up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.bill_totals import BillTotal, bill_totals
from console.presenters.format import UNKNOWN, local_time, number
from console.presenters.money_text import money
from console.services.bill_shelf import ShelvedBill, cost_book_file, lost_bills, shelved_bills
from console.store.cost_book import total_of
from views.widgets.split_panel import SplitPanel
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.kernel.errors import ConsoleError
    from views.page import PageContext


class BillTable(DataTable[ShelvedBill]):
    """The newest first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _bill_columns(), lambda row: row.bill.digest, name="bills", memory=context.memory
        )
        self.setAccessibleName(t("Imported bills"))


class TotalTable(DataTable[BillTotal]):
    """The dearest first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _total_columns(), lambda row: tuple(row[:5]), name="bill-totals", memory=context.memory
        )
        self.setAccessibleName(t("Totals of the bill"))


class BillPanel(SplitPanel):
    """Reads the bills off this thread whenever it is asked to."""

    def __init__(self, context: PageContext) -> None:
        self._context = context
        self._scope = context.session.runtime.scope("bills")
        self._bills, self._totals = BillTable(context), TotalTable(context)
        self._say_when_empty()
        self._bills.current_changed.connect(self._choose)
        super().__init__(context.memory, "bills", self._bills, self._totals, shares=(4, 6))

    def read(self) -> None:
        """Read the bills anew."""
        asked = self._scope.start(self._shelf())
        self._context.bridge.when_done(asked, self._show, self._tell, owner=self)

    async def _shelf(self) -> tuple[tuple[ShelvedBill, ...], str]:
        runtime, file = self._context.session.runtime, cost_book_file(self._context.session.paths)
        return await runtime.in_thread(shelved_bills, file), await runtime.in_thread(lost_bills, file)

    def _say_when_empty(self, lost: str = "") -> None:
        self._bills.say_when_empty(lost or t("No bill has been imported: cell-console cost import FILE"))

    def _show(self, found: tuple[tuple[ShelvedBill, ...], str]) -> None:
        bills, lost = found
        self._say_when_empty(lost)
        self._bills.set_rows(bills)
        if self._bills.current_row() is None and bills:
            self._bills.select_key(bills[0].bill.digest)
        self._choose(self._bills.current_row())

    def _tell(self, error: ConsoleError) -> None:
        self._bills.set_rows(())
        self._bills.say_when_empty(str(error))

    def _choose(self, bill: ShelvedBill | None) -> None:
        self._totals.set_rows(bill_totals(bill.sums) if bill is not None else ())

    def close_scope(self) -> None:
        """Drop what is still being read."""
        self._scope.cancel()


def _bill_columns() -> tuple[Column[ShelvedBill], ...]:
    return (
        Column("name", t("File"), lambda row: row.bill.name, tooltip=lambda row: row.bill.digest, width=150),
        Column("total", t("Effective cost"), _total, sort=lambda row: sorted(total_of(row.sums).items()) or None,
               numeric=True, width=130),
        Column("at", t("Imported"), lambda row: local_time(row.bill.at_s), sort=lambda row: row.bill.at_s, width=150),
        Column("lines", t("Lines"), lambda row: number(row.bill.lines), sort=lambda row: row.bill.lines, numeric=True,
               width=70),
        Column("left_out", t("Left out"), lambda row: number(row.bill.left_out), sort=lambda row: row.bill.left_out,
               numeric=True, width=80, stretch=True),
    )  # fmt: skip


def _total(row: ShelvedBill) -> str:
    totals = total_of(row.sums)
    return "; ".join(money(amount, currency) for currency, amount in sorted(totals.items())) or UNKNOWN


def _total_columns() -> tuple[Column[BillTotal], ...]:
    return (
        Column("service", t("Service"), lambda row: row.service, width=160),
        Column("effective", t("Effective cost"), lambda row: money(row.effective, row.currency),
               sort=lambda row: row.effective, numeric=True, width=130),
        Column("billed", t("Billed"), lambda row: money(row.billed, row.currency), sort=lambda row: row.billed,
               numeric=True, width=120),
        Column("region", t("Region"), lambda row: row.region or UNKNOWN, width=120),
        Column("cell", t("Cell"), lambda row: row.cell or UNKNOWN, width=90),
        Column("account", t("Sub-account"), lambda row: row.sub_account or UNKNOWN, width=110, stretch=True),
    )  # fmt: skip
