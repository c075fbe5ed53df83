"""``cell-console runbook status``, ``history``, ``compare`` and ``record``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, emit_value, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.cli.plain_text import one_line
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.runbooks.run_plan import RunPlan
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.services.session import Session

_RUN = click.argument("run_id", metavar="RUN")
_WIDEST = 90


@click.command(name="status", help=t("Show a run step by step; without one those that are not over."))
@click.argument("run_id", metavar="RUN", default="")
@output_option("table", "json", "yaml")
@pass_invocation
def status(invocation: Invocation, *, run_id: str, output: str) -> None:
    """Print what the journal knows."""
    from console.cli.runbook_session import runbook_session  # noqa: PLC0415 - heavy: connectors

    with runbook_session(invocation, reaches=False) as session:
        desk = session.changes.runbooks
        if run_id:
            found = session.runtime.run(desk.records.find(run_id))
            _emit_run(found, desk.records.plan(found), desk.book.now_s(), output)
        else:
            _emit_runs((one for one in desk.book.entries if not one.is_over), desk.book.now_s(), output)
        _tell_left(invocation, session, found.id if run_id else "")


def _tell_left(invocation: Invocation, session: "Session", run_id: str) -> None:
    """Say on stderr which of the runs that are shown run no more, because the console that drove them has ended."""
    from console.domain.runbooks.runbook_run import RunState  # noqa: PLC0415 - heavy: msgspec

    for one in session.runtime.run(session.changes.runbooks.left_behind()):
        if one.state is RunState.RUNNING and run_id in {"", one.id}:
            said = t("The console that drove the run {id} has ended in the middle of it.", id=one.id)
            invocation.note(f"{said} {t('Go on with it: cell-console runbook resume {id}', id=one.id)}")


def _emit_run(run: "RunbookRun", plan: "RunPlan | None", now_s: float, output: str) -> None:
    from console.domain.runbooks.runbook_run import run_form  # noqa: PLC0415 - heavy: msgspec

    if output == "table":
        _print(run, plan, now_s)
    else:
        emit_value(run_form(run), output)


def _print(run: "RunbookRun", plan: "RunPlan | None", now_s: float) -> None:
    from console.presenters.runbooks.run_rows import run_rows, step_rows  # noqa: PLC0415 - heavy: msgspec

    head = run_rows((run,), now_s)[0]
    click.echo(one_line(f"{run.id}  {head.title}: {head.word} ({head.steps}, {head.took}, {head.actor})"))
    if head.next:
        click.echo(one_line(head.next))
    titles = ("", "#", t("STEP"), t("KIND"), t("STATE"), t("TOOK"), t("WHAT CAME OF IT"), t("BY"))
    cells = [
        [">" if one.is_present else "", one.number, one.name, one.kind, one.word, one.took, one.told, one.actor]
        for one in step_rows(run, plan, now_s)
    ]
    emit_sheet(Sheet(titles, cells, [], widest=_WIDEST), "table")


@click.command(name="history", help=t("List the runs, the newest first; TEXT must be somewhere in them."))
@click.argument("text", default="")
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def history(invocation: Invocation, *, text: str, output: str) -> None:
    """Print all that are kept."""
    from console.cli.runbook_session import runbook_session  # noqa: PLC0415 - heavy: connectors

    with runbook_session(invocation, reaches=False) as session:
        desk = session.changes.runbooks
        _emit_runs(session.runtime.run(desk.records.history(text)), desk.book.now_s(), output)


def _emit_runs(runs: "Iterable[RunbookRun]", now_s: float, output: str) -> None:
    from console.presenters.runbooks.run_rows import run_rows  # noqa: PLC0415 - heavy: msgspec

    rows = run_rows(runs, now_s)
    titles = (t("RUN"), t("RUNBOOK"), t("STATE"), t("STEPS"), t("BEGUN"), t("TOOK"), t("BY"), t("WITH"), t("NEXT"))
    cells = [
        [one.id, one.run.runbook, one.word, one.steps, one.begun, one.took, one.actor, one.values, one.next]
        for one in rows
    ]
    records = [
        {
            "id": one.id,
            "runbook": one.run.runbook,
            "state": str(one.run.state),
            "outcome": str(one.run.outcome),
            "dry": one.run.is_dry,
            "begun_s": one.run.begun_s,
            "ended_s": one.run.ended_s,
            "actor": one.actor,
            "parameters": one.run.values,
            "reason": one.run.reason,
        }
        for one in rows
    ]
    emit_sheet(
        Sheet(
            titles,
            cells,
            records,
            widest=_WIDEST,
            names=("id", "runbook", "state", "outcome", "dry", "begun_s", "ended_s", "actor", "parameters", "reason"),
        ),
        output,
    )


@click.command(name="compare", help=t("Compare two runs step by step."))
@click.argument("left")
@click.argument("right")
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def compare(invocation: Invocation, *, left: str, right: str, output: str) -> None:
    """Print the steps side by side, and the parameters that differ."""
    from console.cli.runbook_session import runbook_session  # noqa: PLC0415 - heavy: connectors
    from console.presenters.runbooks.run_comparison import RunSide, compared_rows, compared_values  # noqa: PLC0415

    with runbook_session(invocation, reaches=False) as session:
        desk = session.changes.runbooks
        sides = [session.runtime.run(desk.records.find(one)) for one in (left, right)]
        first, second = (RunSide(one, desk.records.plan(one)) for one in sides)
        rows = compared_rows(first, second, desk.book.now_s())
    titles = (t("STEP"), t("FIRST"), t("TOOK"), t("SECOND"), t("TOOK"), t("APART"), t("DIFFERENCE"))
    cells = [[one.name, one.left, one.left_took, one.right, one.right_took, one.apart, one.difference] for one in rows]
    records = [
        {
            "step": one.name,
            "first": one.left,
            "second": one.right,
            "apart": one.apart,
            "difference": one.difference,
        }
        for one in rows
    ]
    emit_sheet(
        Sheet(titles, cells, records, widest=_WIDEST, names=("step", "first", "second", "apart", "difference")), output
    )
    for name, mine, theirs in compared_values(sides[0], sides[1]) if output == "table" else ():
        click.echo(one_line(f"{name}: {mine} → {theirs}"))


@click.command(name="record", help=t("Write the record of a run as a document, with a signed statement beside it."))
@_RUN
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), required=True, help=t("File to write."))
@click.option(
    "--format",
    "form",
    type=click.Choice(("md", "html", "pdf", "xlsx", "csv")),
    default=None,
    help=t("Default: by the file's ending."),
)
@click.option("--sign/--no-sign", default=True, show_default=True, help=t("Write FILE.intoto.json, too."))
@pass_invocation
def record(invocation: Invocation, *, run_id: str, file: Path, form: str | None, sign: bool) -> None:
    """Everything that was done, in the order in which it was done."""
    from console.cli.runbook_session import runbook_session  # noqa: PLC0415 - heavy: connectors

    with runbook_session(invocation, reaches=False) as session:
        desk = session.changes.runbooks
        found = session.runtime.run(desk.records.find(run_id))
        for written in desk.records.write(found, file, form or file.suffix.lstrip(".") or "md", sign=sign):
            invocation.note(t("Written: {file}", file=written))
