"""``cell-console estate``: make, check and show estate files."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from console.cli.emit import emit_sheet, emit_value, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.redact import scrub

if TYPE_CHECKING:
    from console.estate.problem import Problem


class _Checked(NamedTuple):
    """What was found in a file; ``is_unread`` says that it could not be read, and that the problem is this."""

    problems: "tuple[Problem, ...]" = ()
    warnings: "tuple[Problem, ...]" = ()
    is_unread: bool = False


@click.group(name="estate", help=t("Make, check and show estate files."))
def command() -> None:
    """Group the commands of estate files."""


@command.command(
    help=t(
        "Check estate files (default: the chosen estate) and tell every problem with its line. "
        "Exit code 1 when a file is not valid, 2 when one could not be read."
    )
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@output_option("text", "json")
@pass_invocation
def lint(invocation: Invocation, files: tuple[Path, ...], output: str) -> None:
    """Check files and tell every problem."""
    checked = {file: _checked(file) for file in files or (invocation.estate_file(),)}
    findings = []
    for file, found in checked.items():
        findings += [("error", one) for one in found.problems] + [("warning", one) for one in found.warnings]
        if output == "text" and not found.problems:
            invocation.note(t("{file}: valid", file=file))
    if output == "json":
        emit_value([_record(level, one) for level, one in findings], "json")
    else:
        for level, problem in findings:
            word = t("warning: ") if level == "warning" else ""
            click.echo(scrub(f"{word}{problem}"))
    if any(found.problems for found in checked.values()):
        unread = any(found.is_unread for found in checked.values())
        raise click.exceptions.Exit(ExitCode.WRONG_USE if unread else ExitCode.CHECK_FAILED)


def _checked(file: Path) -> _Checked:
    from console.estate.load import load_estate  # noqa: PLC0415 - heavy: pydantic
    from console.estate.problem import FileInvalid, Position, Problem  # noqa: PLC0415

    try:
        return _Checked(warnings=load_estate(file).warnings)
    except FileInvalid as error:
        return _Checked(error.problems)
    except UserError as error:
        return _Checked((Problem(str(file), Position(1, 1), (), str(error)),), is_unread=True)


def _record(level: str, problem: "Problem") -> dict[str, object]:
    return {
        "level": level,
        "file": problem.file,
        "line": problem.position.line,
        "column": problem.position.column,
        "where": problem.where,
        "message": problem.sentence,
    }


@command.command(help=t("Show what is in an estate, with defaults and Helm values filled in."))
@click.argument("file", required=False, type=click.Path(path_type=Path))
@output_option("table", "json", "yaml")
@pass_invocation
def show(invocation: Invocation, file: Path | None, output: str) -> None:
    """Print the estate as it is after loading."""
    from console.cli.estate_sheet import estate_sheet  # noqa: PLC0415
    from console.estate.load import load_estate  # noqa: PLC0415

    loaded = load_estate(file) if file is not None else invocation.load_estate()
    for warning in loaded.warnings:
        invocation.note(t("warning: {problem}", problem=warning))
    if output == "table":
        emit_sheet(estate_sheet(loaded.estate), "table")
    else:
        emit_value(loaded.estate.model_dump(mode="json"), output)


@command.command(help=t("Print the JSON Schema of estate files, for editors."))
def schema() -> None:
    """Print the text that is kept in resources/schemas/estate.schema.json."""
    from console.estate.json_schema import estate_json_schema_text  # noqa: PLC0415

    click.echo(estate_json_schema_text(), nl=False)


@command.command(
    help=t("Write a new estate file: a commented start, or with --discover what was found in the clusters.")
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), default="estate.yaml")
@click.option("--name", default="", help=t("Key of the estate; default: the folder's name."))
@click.option("--discover", is_flag=True, help=t("Read the contexts of the kubeconfig and propose clusters and cells."))
@click.option("--kubeconfig", default="", help=t("Kubeconfig to discover from; default: KUBECONFIG, ~/.kube/config."))
@click.option("--context", "contexts", multiple=True, help=t("Only this context; may be given several times."))
@click.option("--write", is_flag=True, help=t("Write what was discovered without asking."))
@click.option("--force", is_flag=True, help=t("Replace an existing file; the old one is kept as FILE.bak."))
@pass_invocation
def init(
    invocation: Invocation,
    file: Path,
    *,
    name: str,
    discover: bool,
    kubeconfig: str,
    contexts: tuple[str, ...],
    write: bool,
    force: bool,
) -> None:
    """Write a start, or what was found once it was shown and agreed to."""
    from console.cli.estate_init import discovered_text, start_text  # noqa: PLC0415
    from console.estate.save import save_estate_text  # noqa: PLC0415

    if discover or kubeconfig or contexts:
        text = discovered_text(invocation, file, name, kubeconfig, contexts)
        if not write and not _agreed(file):
            invocation.note(t("Nothing was written."))
            return
    else:
        text = start_text(file, name)
    save_estate_text(file, text, replace=force)
    invocation.note(t("Wrote {file}. Next: cell-console --estate {file}", file=file))


def _agreed(file: Path) -> bool:
    """Ask on a terminal; without one nothing is written unasked."""
    if not sys.stdin.isatty():
        return False
    return click.confirm(t("Write this to {file}?", file=file), err=True)
