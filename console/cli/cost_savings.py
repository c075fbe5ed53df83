"""``cell-console cost savings``: what would save money, and the change that does it."""

from typing import TYPE_CHECKING

import click

from console.cli.cost_reading import cached_option, read_costs, tell_unread, wait_option
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.cli.report_cells import check_cells
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.presenters.savings.saving import Saving


@click.command(name="savings", help=t("Propose what saves money, with the amount until the end of the month."))
@click.option("--cell", default="", help=t("Only this cell."))
@wait_option()
@cached_option()
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def savings(invocation: Invocation, *, cell: str, wait: float, cached: bool, output: str) -> None:
    """Print the proposals, those that a budget asks for first; nothing is changed. Exit code 3 when unreachable."""
    from console.presenters.cost_view import COST_TOPICS  # noqa: PLC0415 - heavy: store

    check_cells(invocation, (cell,) if cell else ())
    view, known = read_costs(invocation, COST_TOPICS, wait_s=wait, cached=cached)
    emit_sheet(_sheet(tuple(one for one in view.savings if cell in {"", one.cell})), output)
    invocation.note(t("Amounts are not to be added up: proposals for the same thing exclude one another."))
    tell_unread(invocation, known)


def _sheet(rows: "tuple[Saving, ...]") -> Sheet:
    from console.domain.operation_form import operation_form  # noqa: PLC0415
    from console.presenters.format import UNKNOWN  # noqa: PLC0415
    from console.presenters.money_text import money  # noqa: PLC0415
    from console.presenters.saving_rows import saving_reason  # noqa: PLC0415

    titles = (t("SAVES"), t("ASKED FOR"), t("CELL"), t("PROPOSAL"), t("CHANGE"), t("HOW"), t("CONDITION"))
    cells = [
        [
            money(row.amount, row.currency), t("by a budget") if row.is_guarded else UNKNOWN, row.cell or UNKNOWN,
            row.title, row.operation.key if row.operation is not None else UNKNOWN, row.how, row.condition,
        ]
        for row in rows
    ]  # fmt: skip
    records = [
        {
            "proposal": row.key,
            "title": row.title,
            "cell": row.cell,
            "saves": row.amount,
            "currency": row.currency,
            "asked_for_by_a_budget": row.is_guarded,
            "how": row.how,
            "condition": row.condition,
            "reason": saving_reason(row),
            "change": operation_form(row.operation) if row.operation is not None else None,
        }
        for row in rows
    ]
    return Sheet(
        titles,
        cells,
        records,
        frozenset({0}),
        widest=70,
        names=(
            "proposal",
            "title",
            "cell",
            "saves",
            "currency",
            "asked_for_by_a_budget",
            "how",
            "condition",
            "reason",
            "change",
        ),
    )
