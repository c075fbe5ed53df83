"""``cell-console audit badge`` and ``dashboard``: what may be published of public projects."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.audit_projects import newest_record
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.paths import write_private

if TYPE_CHECKING:
    from console.store.audits.audit_book import AuditRecord


@click.command(name="badge", help=t("Draw the badge of PROJECT's health (SVG), if its profile is public."))
@click.argument("project")
@click.option("--file", type=click.Path(path_type=Path), help=t("Write it there instead of printing it."))
@pass_invocation
def badge(invocation: Invocation, project: str, file: Path | None) -> None:
    """Print or write the badge of the last audit."""
    from console.presenters.audit_badge import audit_badge  # noqa: PLC0415

    record = _public_record(invocation, project)
    drawn = audit_badge(record.health, record.profile.strictness, is_partial=record.is_partial)
    if file is None:
        click.echo(drawn, nl=False)
    else:
        write_private(file, drawn)


@click.command(name="dashboard", help=t("Write the public dashboard (one HTML file) of some public projects."))
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("projects", nargs=-1, required=True)
@pass_invocation
def dashboard(invocation: Invocation, file: Path, projects: tuple[str, ...]) -> None:
    """Write scores and counts, no evidence; nothing is published that is not named."""
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.presenters.audit_document import AuditedProject, dashboard_document  # noqa: PLC0415
    from console.reports.render import render  # noqa: PLC0415
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.services.audits.kept_report import kept_report  # noqa: PLC0415 - loads all rules

    places = audit_places(invocation.paths)
    shown = []
    for record in [_public_record(invocation, one) for one in dict.fromkeys(projects)]:
        report = kept_report(places, record)
        shown.append(AuditedProject(record.project, record.commit, record.at_s, report.results, report.health))
    write_private(file, render(dashboard_document(shown, SystemClock().now().timestamp()), "html"))
    invocation.note(t("{count} projects are in {file}.", count=len(shown), file=file))


def _public_record(invocation: Invocation, project: str) -> "AuditRecord":
    record = newest_record(invocation, project)
    if not record.profile.public:
        raise UserError(
            t("The profile {profile} of {project} is not public.", profile=record.profile.key, project=repr(project)),
            t("Only projects with the profile open-source have a badge and a place on the dashboard."),
        )
    return record
