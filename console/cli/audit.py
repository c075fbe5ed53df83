"""``cell-console audit``: audits of repositories; what can be run on this machine."""

import click

from console.cli.audit_compare import compare
from console.cli.audit_correct import correct
from console.cli.audit_fleet import fleet
from console.cli.audit_foresee import foresee
from console.cli.audit_import import import_projects
from console.cli.audit_projects import findings, projects
from console.cli.audit_publish import badge, dashboard
from console.cli.audit_run import run
from console.kernel.i18n import t


@click.group(name="audit", help=t("Audit repositories: findings, scores, health."))
def command() -> None:
    """Only holds the subcommands."""


for _one in (run, correct, compare, foresee, fleet, projects, findings, import_projects, badge, dashboard):
    command.add_command(_one)
