"""``cell-console audit badge`` and ``dashboard``: what may be published of public projects."""

from pathlib import Path

import click

from console.cli.audit_projects import newest_record
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t
from console.kernel.paths import write_private


@click.command(name="badge", help=t("Draw the badge of PROJECT's health (SVG), if its profile is public."))
@click.argument("project")
@click.option("--file", type=click.Path(path_type=Path), help=t("Write it there instead of printing it."))
@pass_invocation
def badge(invocation: Invocation, project: str, file: Path | None) -> None:
    """Print or write the badge of the last audit."""
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.services.audits.audit_export import audit_text  # noqa: PLC0415 - loads all rules
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415

    now_s = SystemClock().now().timestamp()
    drawn = audit_text(audit_places(invocation.paths), newest_record(invocation, project), "badge", now_s)
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
    from console.services.audits.audit_export import dashboard_text  # noqa: PLC0415 - loads all rules
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415

    records = [newest_record(invocation, one) for one in dict.fromkeys(projects)]
    places = audit_places(invocation.paths)
    write_private(file, dashboard_text(places, records, SystemClock().now().timestamp()))
    invocation.note(t("{count} projects are in {file}.", count=len(records), file=file))
