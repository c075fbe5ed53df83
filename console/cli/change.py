"""``cell-console change``: plan, look at, apply and undo changes to real systems."""

from typing import TYPE_CHECKING

import click

from console.cli.change_apply import apply, keep, recover, undo
from console.cli.change_lock import lock, unlock
from console.cli.change_plan import kinds, plan
from console.cli.change_sign import approve, export, review, take_in
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.presenters.change_rows import ChangeRow


@click.group(name="change", help=t("Plan, review, apply and undo changes."))
def command() -> None:
    """Group the commands of changes."""


for _one in (plan, kinds, export, review, approve, take_in, apply, undo, keep, recover, unlock, lock):
    command.add_command(_one)


@command.command(name="list", help=t("List the changes of the estate, running ones first, then the newest."))
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help=t("Most rows to print."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def list_changes(invocation: Invocation, *, limit: int, output: str) -> None:
    """Print rows; works without a network."""
    from console.cli.change_session import change_session, tell_left_behind  # noqa: PLC0415 - heavy: connectors
    from console.presenters.change_rows import change_rows  # noqa: PLC0415

    with change_session(invocation) as opened:
        book = opened.service.book
        rows = change_rows(book.changes, book.now_s())[:limit]
        emit_sheet(_sheet(rows), output)
        tell_left_behind(invocation, opened)


def _sheet(rows: "tuple[ChangeRow, ...]") -> Sheet:
    titles = (t("TIME"), t("CHANGE"), t("STATE"), t("WHAT"), t("TARGET"), t("BY"), t("NOTE"))
    cells = [[row.time, row.id, row.word, row.what, row.target, row.actor, row.reverts or row.note] for row in rows]
    names = ("id", "state", "what", "target", "environment", "actor", "reason", "note")
    records = [
        {**{name: str(getattr(row, name)) for name in names}, "at_s": row.at_s, "undoable": row.can_undo}
        for row in rows
    ]
    return Sheet(titles, cells, records, names=(*names, "at_s", "undoable"))


@command.command(name="show", help=t("Show one change: what it does, and what came of it."))
@click.argument("change_id", metavar="ID")
@output_option("table", "json", "yaml")
@pass_invocation
def show(invocation: Invocation, *, change_id: str, output: str) -> None:
    """Print it; the JSON form is a file that ``apply`` takes, here or elsewhere."""
    from console.cli.change_print import print_change  # noqa: PLC0415 - heavy
    from console.cli.change_session import change_session  # noqa: PLC0415

    with change_session(invocation) as opened:
        print_change(opened.service.book.find(change_id), output, history=True)
