"""``cell-console trail``: look at the trail, verify it, hand it on."""

import os.path
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, emit_value, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.trail_key import key
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.presenters.trail_rows import TrailRow
    from console.services.trail_reading import TrailReading


@click.group(name="trail", help=t("Show, verify and export the trail of everything that was done."))
def command() -> None:
    """Group the commands of the trail."""


command.add_command(key)


@command.command(help=t("List the newest records, or show record NUMBER with its proof."))
@click.argument("number", required=False, type=click.IntRange(0))
@click.option("--kind", default="", help=t("Only kinds that begin so, e.g. change or connection.failed."))
@click.option("--actor", default="", help=t("Only what this person did."))
@click.option("--cell", default="", help=t("Only what happened to this cell."))
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help=t("Most rows to print."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def show(
    invocation: Invocation, *, number: int | None, kind: str, actor: str, cell: str, limit: int, output: str
) -> None:
    """Print rows, the newest first; works without a network and without an estate."""
    from console.presenters.trail_rows import trail_rows  # noqa: PLC0415 - heavy

    reading = _reading(invocation)
    if number is not None:
        emit_value(reading.receipt(number).form(), "yaml" if output == "yaml" else "json")
        return
    rows = [
        row
        for row in trail_rows(reading.records())
        if row.kind.startswith(kind) and actor in {"", row.actor} and cell in {"", row.cell}
    ]
    emit_sheet(_sheet(rows[:limit]), output)


def _sheet(rows: "list[TrailRow]") -> Sheet:
    titles = (t("NUMBER"), t("TIME"), t("KIND"), t("WHAT"), t("CELL"), t("BY"), t("WHY"))
    cells = [[str(row.sequence), row.time, row.kind, row.what, row.cell, row.actor, row.reason] for row in rows]
    names = ("sequence", "at", "kind", "what", "estate", "connection", "cell", "actor", "reason", "trace_id", "hash")
    return Sheet(
        titles, cells, [{name: getattr(row, name) for name in names} for row in rows], frozenset({0}), names=names
    )


@command.command(help=t("Check that nothing of the trail was changed, removed, moved or cut off."))
@click.option(
    "--checkpoint",
    "checkpoints",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help=t("A checkpoint that was kept elsewhere; may be given several times."),
)
@output_option("table", "json", "yaml")
@pass_invocation
def verify(invocation: Invocation, *, checkpoints: tuple[Path, ...], output: str) -> None:
    """Print what was found; exit code 1 unless all is well and signed for."""
    from console.domain.trail_verification import Verdict  # noqa: PLC0415 - heavy
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.presenters.trail_verdict import verdict_records, verdict_sentences  # noqa: PLC0415 - heavy

    found = _reading(invocation).verify(SystemClock().now().timestamp(), checkpoints)
    if output == "table":
        click.echo("\n".join(verdict_sentences(found)))
    else:
        emit_value(verdict_records(found), output)
    if found.verdict is not Verdict.VERIFIED:
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


@command.command(help=t("Sign for all that was written so far."))
@pass_invocation
def sign(invocation: Invocation) -> None:
    """Make a checkpoint; exit code 1 when there is no key to sign with."""
    from console.bootstrap import open_trail  # noqa: PLC0415 - heavy

    status = open_trail(invocation.profile()).write((), sign=True)
    why = status.unsigned_why or status.trouble
    if why:
        raise UserError(t("The trail was not signed: {why}", why=why))
    invocation.note(t("Signed for {count} records.", count=status.signed))


@command.command(help=t("Write the trail, its checkpoint, public keys and a stand-alone verifier into a new folder."))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--cloudevents", is_flag=True, help=t("Write one file of CloudEvents 1.0 (JSON lines) instead."))
@pass_invocation
def export(invocation: Invocation, *, folder: Path, cloudevents: bool) -> None:
    """Hand the trail on; python3 verify_trail.py checks it anywhere."""
    from console.cli.trail_note import note_now  # noqa: PLC0415 - heavy
    from console.domain.trail_event import TrailEvent  # noqa: PLC0415

    if cloudevents:
        from console.kernel.paths import write_private  # noqa: PLC0415
        from console.presenters.cloud_event import cloud_event_lines  # noqa: PLC0415 - heavy
        from console.services.trail_reading import MOST_EXPORTED  # noqa: PLC0415

        records = tuple(_reading(invocation).records(MOST_EXPORTED))
        lines = cloud_event_lines(records)
        write_private(folder, lines)
        count, size = lines.count("\n"), len(records)
        invocation.note(t("Wrote {count} of {size} records to {place}.", count=count, size=size, place=folder))
        return
    count = _reading(invocation).export(folder)
    note_now(invocation, TrailEvent("trail.exported", str(folder), body={"records": count}))
    invocation.note(t("Wrote {count} records to {place}.", count=count, place=folder))
    invocation.note(
        t("Check them anywhere with: python3 {file} {place}", file=folder / "verify_trail.py", place=folder)
    )


@command.command(help=t("Sign an in-toto statement (DSSE) on the change or the file SUBJECT."))
@click.argument("subject")
@pass_invocation
def attest(invocation: Invocation, *, subject: str) -> None:
    """Print the envelope; python3 verify_trail.py checks it."""
    from console.cli.change_session import change_session  # noqa: PLC0415 - heavy
    from console.domain.change_form import change_form  # noqa: PLC0415

    reading = _reading(invocation)
    if os.path.isfile(subject):
        emit_value(reading.attest_file(Path(subject)), "json")
        return
    with change_session(invocation) as opened:
        change = opened.service.book.find(subject)
    emit_value(reading.attest_change(change_form(change)), "json")


def _reading(invocation: Invocation) -> "TrailReading":
    from console.bootstrap import open_trail  # noqa: PLC0415 - heavy
    from console.services.trail_reading import TrailReading  # noqa: PLC0415

    return TrailReading(open_trail(invocation.profile()))
