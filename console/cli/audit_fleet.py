"""``cell-console audit fleet``: the audits of many projects."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.audit_carrying import LOCAL, carry_out_orders
from console.cli.audit_run import AUDITS, PROFILE_KEYS
from console.cli.emit import emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.domain.audit.audit_name import AuditName
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.services.audits.audit_order import AuditOrder


@click.command(name="fleet", help=t("Audit projects of the estate (default: all), or the repositories of a list."))
@click.argument("projects", nargs=-1)
@click.option("--team", default="", metavar="KEY", help=t("Only the projects of this team."))
@click.option("--due", "only_due", is_flag=True,
              help=t("Only projects whose last audit is older than their every_hours."))  # fmt: skip
@click.option("--list", "listed", type=click.Path(path_type=Path), metavar="FILE",
              help=t("One address or folder per line, in place of the estate's projects."))  # fmt: skip
@click.option("--audit", "audits", type=click.Choice(AUDITS), multiple=True, help=t("Only this audit (repeatable)."))
@click.option("--profile", type=click.Choice(PROFILE_KEYS), default=PROFILE_KEYS[2], show_default=True,
              help=t("How strict, and on what, for the repositories of a list."))  # fmt: skip
@click.option("--on", "place", default=LOCAL, show_default=True, metavar="PLACE",
              help=t("Where the audits run: “local” is this machine, “cluster”, “ci” (of a forge) and “service” are "
                     "the estate's."))  # fmt: skip
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def fleet(
    invocation: Invocation, *, projects: tuple[str, ...], team: str, only_due: bool, listed: Path | None,
    audits: tuple[str, ...], profile: str, place: str, output: str,
) -> None:  # fmt: skip
    """Print one row per project; exit code 1 when an audit failed or could not be run."""
    from console.cli.audit_projects import project_sheet  # noqa: PLC0415
    from console.presenters.audit_project_rows import project_rows  # noqa: PLC0415

    if only_due and listed is not None:
        raise click.UsageError(t("--due is for projects of the estate; a list says nothing of every_hours."))
    orders = _orders(invocation, projects, team, listed, tuple(AuditName(one) for one in audits), profile)
    if only_due:
        due = _due(invocation, {one.project for one in orders})
        orders = tuple(one for one in orders if one.project in due)
        if not orders:
            invocation.note(t("No project is due."))
            return
    folder = invocation.estate_file().parent if listed is None else None
    outcomes = carry_out_orders(invocation, orders, folder, place)
    for one in outcomes:
        if one.error is not None:
            invocation.note(t("{project}: {why}", project=one.order.project, why=one.error))
    rows = project_rows(one.record() for one in outcomes)
    emit_sheet(project_sheet(rows), output)
    invocation.note(t("{count} projects on {place}.", count=len(rows), place=place))
    if any(one.is_bad for one in rows) or any(one.troubles for one in outcomes):
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _due(invocation: Invocation, projects: set[str]) -> tuple[str, ...]:
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.services.audits.due_project import due_projects  # noqa: PLC0415
    from console.store.audits.audit_book import AuditBook  # noqa: PLC0415 - msgspec

    chosen = [one for one in invocation.load_estate().estate.projects if one.key in projects]
    return due_projects(chosen, AuditBook(audit_places(invocation.paths).book), SystemClock().now().timestamp())


def _orders(
    invocation: Invocation, projects: tuple[str, ...], team: str, listed: Path | None, audits: tuple[AuditName, ...],
    profile: str,
) -> "tuple[AuditOrder, ...]":  # fmt: skip
    from console.domain.audit.audit_profile import PROFILES  # noqa: PLC0415 - msgspec
    from console.services.audits.project_orders import listed_orders, project_orders  # noqa: PLC0415

    if listed is not None:
        return listed_orders(listed, PROFILES[profile], audits)
    loaded = invocation.load_estate()
    return project_orders(loaded.estate, projects, team, audits, folder=loaded.folder)
