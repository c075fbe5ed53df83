"""``cell-console repo``: repositories of the estate's forges."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from console.cli.emit import Sheet, emit_sheet, emit_value, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.cli.opened import opened
from console.cli.repo_sheet import (
    branch_sheet,
    commit_sheet,
    file_sheet,
    inventory_sheet,
    issue_sheet,
    status_sheet,
    webhook_sheet,
    workflow_sheet,
)
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.forge.repository import Repository
    from console.estate.forge_place import ForgePlace
    from console.ports.forge import ForgeReader
    from console.services.session import Session

_FORMATS = ("table", "json", "yaml", "csv")
_ALL = 1000

_most = click.option(
    "--most", type=click.IntRange(1, 5000), default=50, show_default=True, help=t("Read at most so many.")
)


@click.group(name="repo", help=t("Look at repositories; REPOSITORY is an address or the key of a project."))
def command() -> None:
    """Group the commands of repositories."""


@command.command(help=t("Tell the forge of REPOSITORY, and check what may be done there."))
@click.argument("repository")
@output_option("table", "json", "yaml")
@pass_invocation
def check(invocation: Invocation, repository: str, output: str) -> None:
    """Print what the address means and what the forge says; exit code 3 when it cannot be reached or seen."""
    with opened(invocation) as session:
        place = _place(session, repository)
        found = _ask(session, place, lambda reader: reader.repository(place.repository.path))
    facts = _facts(place, found)
    if output == "table":
        titles = (t("FACT"), t("VALUE"))
        emit_sheet(Sheet(titles, [(title, text) for _, title, text in facts], [], widest=100), output)
    else:
        emit_value({key: text for key, _, text in facts}, output)


@command.command(name="list", help=t("List the repositories of OWNER (default: all that the token sees)."))
@click.argument("owner", required=False, default="")
@click.option("-c", "--connection", required=True, help=t("Key of the forge's connection."))
@click.option("--most", type=click.IntRange(1, 5000), default=_ALL, show_default=True, help=t("Read at most so many."))
@output_option(*_FORMATS)
@pass_invocation
def list_repositories(invocation: Invocation, owner: str, connection: str, most: int, output: str) -> None:
    """Print one row for each."""
    from console.services.forge_read import ask_forge  # noqa: PLC0415

    with opened(invocation) as session:
        rows = ask_forge(session, connection, lambda reader: reader.repositories(owner, most))
        emit_sheet(inventory_sheet("Repository", rows, _now_s(session)), output)


@command.command(help=t("List the branches of REPOSITORY."))
@click.argument("repository")
@_most
@output_option(*_FORMATS)
@pass_invocation
def branches(invocation: Invocation, repository: str, most: int, output: str) -> None:
    """Print one row for each."""
    _print(invocation, repository, output, branch_sheet, lambda reader, path: reader.branches(path, most))


@command.command(help=t("List the newest commits of REPOSITORY."))
@click.argument("repository")
@click.option("-b", "--branch", default="", help=t("Default: the repository's default branch."))
@_most
@output_option(*_FORMATS)
@pass_invocation
def commits(invocation: Invocation, repository: str, branch: str, most: int, output: str) -> None:
    """Print one row for each."""
    _print(invocation, repository, output, commit_sheet, lambda reader, path: reader.commits(path, branch, most))


@command.command(help=t("Show what HEAD of REPOSITORY has that BASE has not (branches, tags or commits)."))
@click.argument("repository")
@click.argument("base")
@click.argument("head")
@output_option("table", "json", "yaml")
@pass_invocation
def compare(invocation: Invocation, repository: str, base: str, head: str, output: str) -> None:
    """Print commits and files."""
    with opened(invocation) as session:
        place = _place(session, repository)
        found = _ask(session, place, lambda reader: reader.compare(place.repository.path, base, head))
        now_s = _now_s(session)
    sheets = {"commits": commit_sheet(found.commits, now_s), "files": file_sheet(found.files, now_s)}
    if output != "table":
        told = {name: list(sheet.records) for name, sheet in sheets.items()}
        emit_value({**told, "behind": found.behind, "cut": found.cut}, output)
        return
    for sheet in sheets.values():
        emit_sheet(sheet, output)
        click.echo()
    if found.behind:
        invocation.note(
            t("{base} has {count} more commits that {head} has not.", base=base, count=found.behind, head=head)
        )
    if found.cut:
        invocation.note(t("The forge told only a part of it."))


@command.command(help=t("List the open pull requests of REPOSITORY."))
@click.argument("repository")
@_most
@output_option(*_FORMATS)
@pass_invocation
def pulls(invocation: Invocation, repository: str, most: int, output: str) -> None:
    """Print one row for each."""
    _print(invocation, repository, output, _pull_sheet, lambda reader, path: reader.pull_requests(path, most))


@command.command(help=t("List the newest CI runs of REPOSITORY."))
@click.argument("repository")
@_most
@output_option(*_FORMATS)
@pass_invocation
def runs(invocation: Invocation, repository: str, most: int, output: str) -> None:
    """Print one row for each."""
    _print(invocation, repository, output, _run_sheet, lambda reader, path: reader.runs(path, most))


@command.command(help=t("List what can be dispatched in REPOSITORY."))
@click.argument("repository")
@output_option(*_FORMATS)
@pass_invocation
def workflows(invocation: Invocation, repository: str, output: str) -> None:
    """Print one row for each."""
    _print(invocation, repository, output, workflow_sheet, lambda reader, path: reader.workflows(path))


@command.command(help=t("List the checks of COMMIT in REPOSITORY."))
@click.argument("repository")
@click.argument("commit")
@output_option(*_FORMATS)
@pass_invocation
def statuses(invocation: Invocation, repository: str, commit: str, output: str) -> None:
    """Print one row for each."""
    _print(invocation, repository, output, status_sheet, lambda reader, path: reader.statuses(path, commit))


@command.command(help=t("List the webhooks of REPOSITORY."))
@click.argument("repository")
@output_option(*_FORMATS)
@pass_invocation
def webhooks(invocation: Invocation, repository: str, output: str) -> None:
    """Print one row for each."""
    _print(invocation, repository, output, webhook_sheet, lambda reader, path: reader.webhooks(path))


@command.command(help=t("List the open issues of REPOSITORY."))
@click.argument("repository")
@_most
@output_option(*_FORMATS)
@pass_invocation
def issues(invocation: Invocation, repository: str, most: int, output: str) -> None:
    """Print one row for each."""
    _print(invocation, repository, output, issue_sheet, lambda reader, path: reader.issues(path, most))


def _print(
    invocation: Invocation,
    repository: str,
    output: str,
    make: "Callable[[Sequence[Any], float], Sheet]",
    ask: "Callable[[ForgeReader, str], Awaitable[Sequence[Any]]]",
) -> None:
    with opened(invocation) as session:
        place = _place(session, repository)
        rows = _ask(session, place, lambda reader: ask(reader, place.repository.path))
        now_s = _now_s(session)
    emit_sheet(make(rows, now_s), output)


def _pull_sheet(rows: Sequence[Any], now_s: float) -> Sheet:
    return inventory_sheet("PullRequest", rows, now_s)


def _run_sheet(rows: Sequence[Any], now_s: float) -> Sheet:
    return inventory_sheet("PipelineRun", rows, now_s)


def _place(session: "Session", text: str) -> "ForgePlace":
    from console.estate.forge_place import forge_place  # noqa: PLC0415

    assert session.open is not None
    return forge_place(session.open.estate, text)


def _ask(session: "Session", place: "ForgePlace", ask: "Callable[[ForgeReader], Awaitable[Any]]") -> Any:
    from console.services.forge_read import ask_forge  # noqa: PLC0415

    return ask_forge(session, place.provider.key, ask)


def _now_s(session: "Session") -> float:
    return session.clock.now().timestamp()


def _facts(place: "ForgePlace", found: "Repository") -> list[tuple[str, str, str]]:
    unknown = t("not told")
    where = place.repository
    return [
        ("provider", t("Provider"), where.provider),
        ("connection", t("Connection"), place.provider.key),
        ("project", t("Project"), place.project.key if place.project is not None else t("not in the estate")),
        ("repository", t("Repository"), found.ref.name),
        ("https", "https", where.https_url),
        ("ssh", "ssh", where.ssh_url),
        ("web", "web", found.web_url or where.web_url),
        ("branch", t("Default branch"), found.default_branch or unknown),
        ("visibility", t("Visibility"), found.visibility or unknown),
        ("rights", t("Rights"), ", ".join(found.rights) or unknown),
        ("archived", t("Archived"), t("yes") if found.archived else t("no")),
    ]
