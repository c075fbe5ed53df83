"""``cell-console cost import``: bills in the FOCUS format, checked, added up and kept on this computer."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.presenters.format import number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.focus.charge import ChargeKey
    from console.domain.focus.ledger import ChargeSum
    from console.store.cost_book import CostBook, ImportedBill

_SHOWN_PROBLEMS = 20


@click.command(name="import", help=t("Import FILE, a bill as FOCUS 1.2 CSV; no content is read twice."))
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--cell-tag", default="cell", show_default=True, help=t("The tag whose value names the cell."))
@click.option("--again", is_flag=True, help=t("Read a file again that was imported before."))
@click.option("--list", "wants_list", is_flag=True, help=t("List what has been imported."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def import_bill(
    invocation: Invocation, *, file: Path | None, cell_tag: str, again: bool, wants_list: bool, output: str
) -> None:
    """Print the totals and the problems; exit code 1 when lines had to be left out."""
    from console.services.bill_shelf import cost_book_file, lost_bills  # noqa: PLC0415 - SQLite
    from console.store.cost_book import CostBook  # noqa: PLC0415

    if (file is None) != wants_list:
        raise UserError(t("Name a FILE, or ask for the --list."), t("cell-console cost import --help"))
    book = CostBook(cost_book_file(invocation.paths))
    try:
        if file is None:
            sheet = _list_sheet(book)
            emit_sheet(sheet, output)
            if not sheet.cells and (lost := lost_bills(cost_book_file(invocation.paths))):
                invocation.note(lost)
            return
        bill, sums = _imported(invocation, book, file, cell_tag, again=again)
    finally:
        book.close()
    emit_sheet(_total_sheet(sums), output)
    _tell(invocation, bill)
    if bill.left_out:
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _imported(
    invocation: Invocation, book: "CostBook", file: Path, cell_tag: str, *, again: bool
) -> "tuple[ImportedBill, Mapping[ChargeKey, ChargeSum]]":
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.services.focus_import import digest_of, read_focus  # noqa: PLC0415

    known = None if again else book.find(digest_of(file))
    if known is not None:
        invocation.note(t("{file} was imported before; nothing was read again.", file=file.name))
        return known, book.sums(known.digest)

    def tell(lines: int) -> None:
        if invocation.verbosity:
            invocation.note(t("{count} lines", count=number(lines)))

    reading = read_focus(file, cell_tag, SystemClock().now().timestamp(), tell)
    book.keep(reading.bill, reading.sums)
    return reading.bill, reading.sums


def _total_sheet(sums: "Mapping[ChargeKey, ChargeSum]") -> Sheet:
    from console.presenters.bill_totals import bill_totals  # noqa: PLC0415
    from console.presenters.format import UNKNOWN  # noqa: PLC0415
    from console.presenters.money_text import money  # noqa: PLC0415

    rows = bill_totals(sums)
    cells = [
        [
            row.service, row.region or UNKNOWN, row.sub_account or UNKNOWN, row.cell or UNKNOWN,
            money(row.billed, row.currency), money(row.effective, row.currency), str(row.lines),
        ]
        for row in rows
    ]  # fmt: skip
    records = [
        {
            "service": row.service,
            "region": row.region,
            "sub_account": row.sub_account,
            "cell": row.cell,
            "billed": str(row.billed),
            "effective": str(row.effective),
            "currency": row.currency,
            "lines": row.lines,
        }
        for row in rows
    ]
    titles = (t("SERVICE"), t("REGION"), t("SUB-ACCOUNT"), t("CELL"), t("BILLED"), t("EFFECTIVE"), t("LINES"))
    return Sheet(
        titles,
        cells,
        records,
        frozenset({4, 5, 6}),
        names=("service", "region", "sub_account", "cell", "billed", "effective", "currency", "lines"),
    )


def _list_sheet(book: "CostBook") -> Sheet:
    from console.presenters.format import local_time  # noqa: PLC0415
    from console.presenters.money_text import money  # noqa: PLC0415
    from console.store.cost_book import total_of  # noqa: PLC0415

    bills = [(bill, total_of(book.sums(bill.digest))) for bill in book.bills()]
    cells = [
        [
            bill.name, local_time(bill.at_s), number(bill.lines), number(bill.left_out),
            "; ".join(money(amount, currency) for currency, amount in sorted(totals.items())), bill.digest[:12],
        ]
        for bill, totals in bills
    ]  # fmt: skip
    records = [
        {
            "file": bill.name,
            "imported_at_s": bill.at_s,
            "lines": bill.lines,
            "left_out": bill.left_out,
            "effective": {currency: str(amount) for currency, amount in sorted(totals.items())},
            "sha256": bill.digest,
        }
        for bill, totals in bills
    ]
    titles = (t("FILE"), t("IMPORTED"), t("LINES"), t("LEFT OUT"), t("EFFECTIVE"), t("SHA-256"))
    return Sheet(
        titles,
        cells,
        records,
        frozenset({2, 3}),
        names=("file", "imported_at_s", "lines", "left_out", "effective", "sha256"),
    )


def _tell(invocation: Invocation, bill: "ImportedBill") -> None:
    """Say on stderr how many lines there were and what is wrong with them."""
    invocation.note(t("{file}: {count} lines, {left} left out.", file=bill.name, count=bill.lines, left=bill.left_out))
    for one in bill.problems[:_SHOWN_PROBLEMS]:
        place = t("line {line}", line=one.line) + (f", {one.column}" if one.column else "")
        times = t(" ({count} times)", count=one.count) if one.count > 1 else ""
        invocation.note(f"{place}: {one.reason}{times}")
    more = len(bill.problems) - _SHOWN_PROBLEMS
    if more > 0:
        invocation.note(t("and {count} more kinds of problems", count=more))
