"""``cell-console runbook``: list, check and plan runbooks, run them step by step, and look at what was done."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.change_sign import export_run
from console.cli.emit import Sheet, emit_sheet, emit_value, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.plain_text import visible
from console.cli.runbook_past import compare, history, record, status
from console.cli.runbook_run import jobs, resume, run
from console.cli.runbook_say import answer, back, defer, recover, retry, skip, stop
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.redact import scrub

if TYPE_CHECKING:
    from console.runbooks.document_fault import DocumentFault

PARAMETERS = click.option(
    "--param", "-p", "values", multiple=True, metavar="NAME=VALUE", help=t("A parameter's value; repeatable.")
)
_WIDEST = 90


@click.group(name="runbook", help=t("List, check, plan and run runbooks, and look at what was done."))
def command() -> None:
    """Group the commands of runbooks."""


for _one in (
    run, resume, jobs, answer, export_run, skip, retry, back, defer, recover, stop, status, history, compare, record,
):  # fmt: skip
    command.add_command(_one)


@command.command(name="list", help=t("List the runbooks; TEXT must be in an id, a title, a tag or a symptom."))
@click.argument("text", default="")
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def list_runbooks(invocation: Invocation, *, text: str, output: str) -> None:
    """Print the library; nothing is reached."""
    from console.cli.runbook_session import known_library  # noqa: PLC0415 - heavy: markdown
    from console.presenters.runbooks.runbook_rows import runbook_rows, symptom_texts  # noqa: PLC0415
    from console.store.state import State  # noqa: PLC0415

    library, estate = known_library(invocation)
    rows = [
        (row, "; ".join(symptom_texts(row.runbook))) for row in runbook_rows(library.all(), State(estate=estate), 0.0)
    ]
    found = [
        (row, symptoms)
        for row, symptoms in rows
        if text.lower() in " ".join((row.id, row.title, row.tags, symptoms)).lower()
    ]
    titles = (t("RUNBOOK"), t("TITLE"), t("SEVERITY"), t("TIME"), t("FOR"), t("WHOSE"))
    cells = [[row.id, row.title, row.severity, row.time, symptoms, row.origin] for row, symptoms in found]
    records = [
        {
            "id": row.id,
            "title": row.title,
            "severity": str(row.runbook.severity),
            "seconds": row.runbook.time_s,
            "symptoms": symptoms,
            "tags": list(row.runbook.tags),
            "origin": row.runbook.origin,
            "file": row.runbook.file,
        }
        for row, symptoms in found
    ]
    emit_sheet(
        Sheet(
            titles,
            cells,
            records,
            widest=_WIDEST,
            names=("id", "title", "severity", "seconds", "symptoms", "tags", "origin", "file"),
        ),
        output,
    )
    for problem in library.problems:
        invocation.note(problem)


@command.command(name="show", help=t("Show a runbook: an id or a Markdown file."))
@click.argument("runbook")
@output_option("text", "json", "yaml")
@pass_invocation
def show(invocation: Invocation, *, runbook: str, output: str) -> None:
    """Print its Markdown, or what was understood of it."""
    from console.cli.runbook_session import chosen_runbook, known_library  # noqa: PLC0415 - heavy: markdown

    found = chosen_runbook(runbook, known_library(invocation)[0])
    if output == "text":
        click.echo(scrub("\n".join(visible(line) for line in found.text.split("\n"))))
        return
    from msgspec import to_builtins  # noqa: PLC0415

    emit_value(dict(to_builtins(found)), output)


@command.command(name="lint", help=t("Check runbooks (ids, files or folders; default: all) and name the lines."))
@click.argument("names", nargs=-1)
@click.option("--schema", is_flag=True, help=t("Print the JSON Schema of the front matter."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def lint(invocation: Invocation, *, names: tuple[str, ...], schema: bool, output: str) -> None:
    """Exit code 1 when something keeps a runbook from running."""
    from console.cli.runbook_session import known_library, runbook_files  # noqa: PLC0415 - heavy: markdown
    from console.runbooks.front_matter import front_matter_schema  # noqa: PLC0415
    from console.runbooks.lint import lint_file  # noqa: PLC0415

    if schema:
        emit_value(front_matter_schema(), "json")
        return
    library = known_library(invocation)[0]
    known = frozenset(one.id for one in library.all())
    files = runbook_files(names, library, invocation)
    if not files:
        raise UserError(t("There is nothing to check."), t("A runbook's file ends in .md."))
    found = [(file, one) for file in files for one in lint_file(file, known)]
    emit_sheet(_faults(found), output)
    invocation.note(t("Runbooks checked: {count}.", count=len(files)))
    if any(one.is_error for _, one in found):
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _faults(found: "list[tuple[Path, DocumentFault]]") -> Sheet:
    words = {True: t("error"), False: t("advice")}
    cells = [[f"{file}:{one.line}", words[one.is_error], one.text] for file, one in found]
    records = [
        {"file": str(file), "line": one.line, "level": "error" if one.is_error else "warning", "text": one.text}
        for file, one in found
    ]
    return Sheet(
        (t("WHERE"), t("WHAT"), t("FAULT")), cells, records, widest=160, names=("file", "line", "level", "text")
    )


@command.command(name="new", help=t("Write a runbook to begin with into FILE."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--title", default="", help=t("Its title."))
@pass_invocation
def new(invocation: Invocation, *, file: Path, title: str) -> None:
    """Never overwrite."""
    from console.runbooks.template import runbook_template  # noqa: PLC0415 - heavy

    if file.suffix != ".md":
        raise UserError(t("A runbook's file ends in .md."), t("Name it {name}.", name=file.with_suffix(".md")))
    try:
        stream = file.open("x", encoding="utf-8")
    except OSError as error:
        raise _unwritten(file, error, t("Choose another name.")) from error
    try:
        with stream:
            stream.write(runbook_template(file.stem, title))
    except OSError as error:
        file.unlink(missing_ok=True)  # half of it would be in the way of the next try
        raise _unwritten(file, error, t("Free some space or correct its rights, then try again.")) from error
    invocation.note(t("Written: {file}. Check it with: cell-console runbook lint {file}", file=file))


def _unwritten(file: Path, error: OSError, hint: str) -> UserError:
    return UserError(t("The file {file} cannot be written: {why}.", file=file, why=error.strerror or error), hint)


@command.command(name="plan", help=t("Show what a run would do, whole, with all parameters; nothing is reached."))
@click.argument("runbook")
@PARAMETERS
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def plan(invocation: Invocation, *, runbook: str, values: tuple[str, ...], output: str) -> None:
    """Exit code 1 when the estate lacks something that the runbook needs."""
    from console.cli.runbook_print import print_plan  # noqa: PLC0415 - heavy: markdown
    from console.cli.runbook_session import planned  # noqa: PLC0415

    found = planned(invocation, runbook, values)
    print_plan(found, output)
    for problem in found.problems:
        invocation.note(problem)
    if found.problems:
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)
