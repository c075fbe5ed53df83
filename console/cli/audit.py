"""``cell-console audit``: audits of repositories; what can be run on this machine."""

import click

from console.cli.audit_adopt import adopt
from console.cli.audit_advisories import advisories
from console.cli.audit_compare import compare
from console.cli.audit_correct import correct
from console.cli.audit_dismiss import accept, dismiss, dismissals, restore
from console.cli.audit_evidence import evidence, metrics
from console.cli.audit_fleet import fleet
from console.cli.audit_foresee import foresee
from console.cli.audit_hooks import hooks
from console.cli.audit_import import import_projects
from console.cli.audit_insights import insights
from console.cli.audit_learned import learned, teams
from console.cli.audit_profile import profile_of
from console.cli.audit_projects import findings, projects
from console.cli.audit_propose import propose
from console.cli.audit_publish import badge, dashboard
from console.cli.audit_push import push
from console.cli.audit_run import run
from console.cli.audit_status import status
from console.cli.audit_upload import upload
from console.cli.audit_watch import watch
from console.kernel.i18n import t


@click.group(name="audit", help=t("Audit repositories: findings, scores, health."))
def command() -> None:
    """Only holds the subcommands."""


for _one in (
    run,
    correct,
    propose,
    compare,
    foresee,
    fleet,
    projects,
    findings,
    status,
    import_projects,
    badge,
    dashboard,
    hooks,
    upload,
    push,
    watch,
    insights,
    dismiss,
    accept,
    adopt,
    restore,
    dismissals,
    learned,
    teams,
    profile_of,
    evidence,
    metrics,
    advisories,
):
    command.add_command(_one)
