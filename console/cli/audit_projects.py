"""``cell-console audit projects`` and ``findings``: what is known of projects without auditing anew."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from console.cli.audit_output import FORMATS, print_report, tell_health
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.audit_run import RepositoryReport
    from console.presenters.audit_project_rows import ProjectRow
    from console.store.audits.audit_book import AuditRecord


@click.command(name="projects", help=t("List what was audited: health, statuses, findings; the sickest first."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def projects(invocation: Invocation, output: str) -> None:
    """Print one row per project that was ever audited here."""
    from console.presenters.audit_project_rows import project_rows  # noqa: PLC0415 - msgspec
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.store.audits.audit_book import AuditBook  # noqa: PLC0415

    rows = project_rows(AuditBook(audit_places(invocation.paths).book).newest())
    if not rows and output == "table":
        invocation.note(t("Nothing was audited yet. Begin with: cell-console audit fleet"))
        return
    emit_sheet(project_sheet(rows), output)


@click.command(name="findings", help=t("Show what the last audit of PROJECT found."))
@click.argument("project")
@click.option("--all", "as_found", is_flag=True, help=t("As they were found: also what is dismissed or hidden."))
@output_option(*FORMATS)
@pass_invocation
def findings(invocation: Invocation, *, project: str, as_found: bool, output: str) -> None:
    """Print the kept results as ``audit run`` prints them, as the project's team sees them."""
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.services.audits.kept_report import kept_report  # noqa: PLC0415 - loads all rules

    record = newest_record(invocation, project)
    report = kept_report(audit_places(invocation.paths), record)
    if as_found:
        print_report(invocation, report, project, output)
        return
    seen = _seen(invocation, record, report)
    if output in {"sarif", "html"}:
        _print_with_dismissals(invocation, record, output)
        tell_health(invocation, seen)
    else:
        print_report(invocation, seen, project, output)


def _print_with_dismissals(invocation: Invocation, record: "AuditRecord", output: str) -> None:
    """Print a document that has a place for what is dismissed."""
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.services.audits.audit_export import audit_text  # noqa: PLC0415 - loads all rules
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415

    click.echo(audit_text(audit_places(invocation.paths), record, output, SystemClock().now().timestamp()), nl=False)


def _seen(invocation: Invocation, record: "AuditRecord", report: "RepositoryReport") -> "RepositoryReport":
    """Return the report as the project's team sees it, and tell what it does not show."""
    from msgspec.structs import replace  # noqa: PLC0415

    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.services.audits.team_sight import TeamSight  # noqa: PLC0415 - loads all rules

    sight = TeamSight(audit_places(invocation.paths), SystemClock().now().timestamp())
    seen = sight.through(report.results, record.project, record.team, record.profile)
    if seen.dismissed or seen.hidden:
        invocation.note(
            t("Not shown: {dismissed} dismissed, {hidden} of low severity; --all shows them.",
              dismissed=len(seen.dismissed), hidden=seen.hidden)
        )  # fmt: skip
    if seen.informing:
        invocation.note(
            t("Only informing, as the team taught: {rules}; “audit learned” says why.",
              rules=", ".join(sorted(seen.informing)))
        )  # fmt: skip
    if seen.unexplained:
        invocation.note(
            t("Could not be measured, and nobody answers for it: {rules}. Explain it with “audit dismiss”.",
              rules=", ".join(seen.unexplained))
        )  # fmt: skip
    return replace(report, results=seen.results, health=seen.health)


def newest_record(invocation: Invocation, project: str) -> "AuditRecord":
    """Return the newest record of a project; raise ``UserError`` when it was never audited here."""
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.store.audits.audit_book import AuditBook  # noqa: PLC0415

    known = _own(invocation, project, AuditBook(audit_places(invocation.paths).book).records(project))
    if not known:
        raise UserError(
            t("{project} was not audited here yet.", project=repr(project)),
            t("Begin with: cell-console audit fleet"),
        )
    whole = [one for one in known if one.tasks]
    if not whole:
        raise UserError(t("{project}: {why}", project=project, why=known[-1].trouble))
    return whole[-1]


def _own(invocation: Invocation, project: str, known: "tuple[AuditRecord, ...]") -> "tuple[AuditRecord, ...]":
    """Leave out what another estate audited under the same key; without an estate all of it is as good."""
    from console.services.audits.own_records import own_records  # noqa: PLC0415

    try:
        projects = [one for one in invocation.load_estate().estate.projects if one.key == project]
    except ConsoleError:
        return known
    return own_records(projects, {project: known}).get(project, ()) if projects else known


def project_sheet(rows: "Sequence[ProjectRow]") -> Sheet:
    """Return projects as a sheet."""
    from console.presenters.format import duration, number  # noqa: PLC0415

    titles = (t("Project"), t("Health"), t("Not passed"), t("Findings"), t("Commit"), t("Profile"), t("Took"))
    cells = [
        (one.project, f"{number(one.health)}{'*' if one.is_partial else ''}", one.status_words, str(one.findings),
         one.commit[:12], one.profile, duration(one.took_s))
        for one in rows
    ]  # fmt: skip
    return Sheet(
        titles,
        cells,
        [one.record() for one in rows],
        right=frozenset({1, 3, 6}),
        names=("project", "commit", "profile", "health", "partial", "audits", "findings", "took_s", "at_s"),
    )
