"""``cell-console cost spend``: what each cell, service or segment cost this month, model calls too."""

from typing import TYPE_CHECKING

import click

from console.cli.cost_reading import by_option, cached_option, read_costs, tell_unread, wait_option
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.presenters.spend_rows import SpendRow


@click.command(name="spend", help=t("Show what each cell, service or segment cost this month."))
@by_option()
@wait_option()
@cached_option()
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def spend(invocation: Invocation, *, by: str, wait: float, cached: bool, output: str) -> None:
    """Print one row per part, the dearest first; exit code 3 when something could not be reached."""
    from console.presenters.cost_proof import method_text  # noqa: PLC0415 - heavy: store
    from console.presenters.spend_book import COURSES, LOADS  # noqa: PLC0415
    from console.presenters.spend_rows import GroupBy  # noqa: PLC0415

    view, known = read_costs(invocation, {COURSES, LOADS}, wait_s=wait, cached=cached)
    rows = view.spends(GroupBy(by))
    emit_sheet(_sheet(rows), output)
    if rows:
        invocation.note(method_text(view.state))
    tell_unread(invocation, known)


def _sheet(rows: "tuple[SpendRow, ...]") -> Sheet:
    from console.presenters.format import percent  # noqa: PLC0415
    from console.presenters.money_text import money  # noqa: PLC0415

    names = ("cpu", "memory", "other", "models", "total")
    titles = (t("PART"), t("CPU"), t("MEMORY"), t("OTHER"), t("MODEL CALLS"), t("TOTAL"), t("USED"))
    cells = [
        [row.title, *(money(getattr(row, name), row.currency) for name in names), percent(row.used)] for row in rows
    ]
    records = [
        {
            "part": row.key,
            "title": row.title,
            **{name: getattr(row, name) for name in names},
            "currency": row.currency,
            "used": row.used,
        }
        for row in rows
    ]
    return Sheet(titles, cells, records, frozenset(range(1, 7)), names=("part", "title", *names, "currency", "used"))
