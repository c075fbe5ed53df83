"""``cell-console audit adopt``: dismiss what a SARIF file says is suppressed, with its reasons and ends."""

from pathlib import Path

import click

from console.cli.audit_dismiss import team_desk
from console.cli.audit_projects import newest_record
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.errors import UserError
from console.kernel.i18n import t


@click.command(name="adopt", help=t("Dismiss those findings of PROJECT's last audit that FILE (SARIF) suppresses."))
@click.argument("project")
@click.argument("file", type=click.Path(path_type=Path))
@pass_invocation
def adopt(invocation: Invocation, project: str, file: Path) -> None:
    """Each becomes a decision of yours; in compliance mode a critical finding still needs a second person."""
    from console.audits.suppression import MOST_BYTES, told_suppressions  # noqa: PLC0415 - msgspec
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.services.audits.adopted_dismissals import adopt_dismissals  # noqa: PLC0415 - loads all rules
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.services.audits.kept_report import kept_report  # noqa: PLC0415

    told = told_suppressions(_read(file, MOST_BYTES + 1))
    record = newest_record(invocation, project)
    results = kept_report(audit_places(invocation.paths), record).results
    made = adopt_dismissals(team_desk(invocation), project, results, told, SystemClock().now().timestamp())
    invocation.note(
        t("Dismissed: {made}. Left as they are: {known} that were dismissed before, {ended} whose end is over,"
          " {unknown} that the last audit did not find.",
          made=len(made.made), known=made.known, ended=made.ended, unknown=made.unknown)
    )  # fmt: skip


def _read(file: Path, most: int) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(most)
    except OSError as error:
        raise UserError(
            t("{file} could not be read: {why}.", file=file, why=error.strerror or ""), t("Name a SARIF file.")
        ) from error
