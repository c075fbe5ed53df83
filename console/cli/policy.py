"""``cell-console policy``: what forbids a change, tried on cases and on changes."""

import os.path
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.cli.emit import Sheet, emit_sheet, emit_value, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.plain_text import one_line
from console.cli.policy_violation import violations
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.services.policy.policy_module import PolicyModule


@click.group(name="policy", help=t("List, try and test the policies that changes are checked against."))
def command() -> None:
    """Group the commands of policies."""


command.add_command(violations)


@command.command(name="list", help=t("List the policies: those of Cell Console and the estate's own."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def list_policies(invocation: Invocation, *, output: str) -> None:
    """Print them in the order of their names."""
    from console.domain.policy.policy_word import shipped_policies  # noqa: PLC0415 - heavy: pydantic, in the modules

    shipped = shipped_policies()
    records: list[dict[str, Any]] = []
    for one in _estate_policies(invocation):
        known = shipped.get(one.name) if one.shipped else None
        records.append(
            {
                "policy": one.name,
                "title": known.title if known else one.name,
                "refuses": known.refuses if known else _first_comment(one.source),
                "place": one.place,
                "tested": one.cases.is_file(),
            }
        )
    titles = (t("POLICY"), t("REFUSES"), t("WHERE"), t("TESTED"))
    words = {True: t("yes"), False: t("no")}
    cells = [[one["policy"], one["refuses"], one["place"], words[one["tested"]]] for one in records]
    emit_sheet(
        Sheet(titles, cells, records, widest=100, names=("policy", "title", "refuses", "place", "tested")), output
    )


def _first_comment(source: str) -> str:
    first = source.lstrip().partition("\n")[0]
    return first.lstrip("# ").strip() if first.startswith("#") else ""


def _estate_policies(invocation: Invocation) -> tuple["PolicyModule", ...]:
    from console.services.policy.policy_check import PolicyCheck  # noqa: PLC0415 - heavy

    loaded = invocation.load_estate()
    return PolicyCheck(loaded.estate, loaded.file.parent).modules()


@command.command(
    name="test", help=t("Try policies on their cases (NAME.cases.json beside NAME.rego); default: all of the estate's.")
)
@click.argument("places", nargs=-1, metavar="[NAME|FILE|FOLDER]...", type=str)
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def try_cases(invocation: Invocation, *, places: tuple[str, ...], output: str) -> None:
    """Print what failed and how many passed; exit code 1 when one failed."""
    from console.services.policy.policy_case import CaseResult, run_cases  # noqa: PLC0415 - heavy

    results = run_cases(_chosen(invocation, places))
    if not results:
        raise UserError(
            t("There is nothing to check."), t("Policies are files NAME.rego, their cases NAME.cases.json.")
        )
    failed = [one for one in results if not one.passed]
    if output != "table" or failed:
        shown = failed if output == "table" else list(results)
        titles = (t("POLICY"), t("CASE"), t("RESULT"), t("IT SAID"))
        words = {True: t("passed"), False: t("failed")}
        cells = [[one.policy, one.case, words[one.passed], one.said] for one in shown]
        emit_sheet(Sheet(titles, cells, [one._asdict() for one in shown], widest=100, names=CaseResult._fields), output)
    invocation.note(t("{passed} of {count} cases passed.", passed=len(results) - len(failed), count=len(results)))
    if failed:
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _chosen(invocation: Invocation, places: tuple[str, ...]) -> tuple["PolicyModule", ...]:
    from console.services.policy.policy_module import folder_modules  # noqa: PLC0415 - heavy

    files = [Path(one) for one in places if os.path.exists(one) or one.endswith(".rego")]
    names = {one for one in places if Path(one) not in files}
    known = _estate_policies(invocation) if names or not places else ()
    unknown = sorted(names - {one.name for one in known})
    if unknown:
        raise click.UsageError(t("There is no policy {name}.", name=repr(unknown[0])))
    return (*(one for one in known if one.name in names or not places), *folder_modules(*files))


@command.command(
    help=t("Check a change against all policies: a file that `change show -o json` wrote, or an ID; else them alone.")
)
@click.argument("which", metavar="[FILE|ID]", required=False, default="")
@output_option("table", "json", "yaml")
@pass_invocation
def check(invocation: Invocation, *, which: str, output: str) -> None:
    """Print what they say now; exit code 4 when one refuses. Nothing is changed, and nothing is read anew.

    Without a change print what is wrong with the policies themselves; exit code 1 when something is.
    """
    if not which:
        _check_policies(invocation, output)
        return
    import msgspec  # noqa: PLC0415 - heavy

    from console.cli.change_file import read_change_file  # noqa: PLC0415
    from console.cli.change_session import change_session  # noqa: PLC0415
    from console.presenters.policy_rows import policy_lines  # noqa: PLC0415

    with change_session(invocation) as opened:
        change = read_change_file(Path(which)) if os.path.isfile(which) else opened.service.book.find(which)
        verdict = opened.run(opened.session.changes.judge.judged(change)).policy
    if verdict is None:
        return
    if output == "table":
        click.echo("\n".join(one_line(one.text) for one in policy_lines(verdict)))
    else:
        emit_value(msgspec.to_builtins(verdict), output)
    if verdict.refusals:
        raise click.exceptions.Exit(ExitCode.REFUSED)


def _check_policies(invocation: Invocation, output: str) -> None:
    from console.services.policy.policy_lint import policy_problems  # noqa: PLC0415 - heavy

    loaded = invocation.load_estate()
    problems = policy_problems(loaded.estate, loaded.file.parent)
    count = len(_estate_policies(invocation)) if not problems else 0
    if output != "table":
        emit_value({"policies": count, "problems": list(problems)}, output)
    elif problems:
        click.echo("\n".join(one_line(f"! {problem}") for problem in problems))
    else:
        click.echo(t("{count} policies can be asked.", count=count))
    if problems:
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)
