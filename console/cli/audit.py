"""``cell-console audit``: audits of repositories; what can be run on this machine."""

import click

from console.cli.audit_run import run
from console.kernel.i18n import t


@click.group(name="audit", help=t("Audit repositories: findings, scores, health."))
def command() -> None:
    """Only holds the subcommands."""


command.add_command(run)
