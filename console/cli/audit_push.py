"""``cell-console audit push``: what a push touches, and the audits that it makes necessary; for CI and hooks."""

from typing import TYPE_CHECKING

import click

from console.cli.audit_output import FORMATS, print_report
from console.cli.audit_run import PROFILE_KEYS
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t

if TYPE_CHECKING:
    from pathlib import Path

    from console.services.audits.audit_order import AuditOrder
    from console.services.audits.audit_outcome import AuditOutcome
    from console.services.audits.push_watch import PushPlan


@click.command(name="push", help=t("Audit what was pushed: a project of the estate, a folder, or an address."))
@click.argument("repository")
@click.option("--before", default="", metavar="COMMIT", help=t("What was there (default: what was audited last)."))
@click.option("--after", default="", metavar="COMMIT", help=t("What was pushed (default: the head of the branch)."))
@click.option("--profile", type=click.Choice(PROFILE_KEYS), default=PROFILE_KEYS[2], show_default=True,
              help=t("How strict, and on what, for what is no project of the estate."))  # fmt: skip
@click.option("--dry-run", is_flag=True, help=t("Only say what it touches."))
@output_option(*FORMATS)
@pass_invocation
def push(
    invocation: Invocation, *, repository: str, before: str, after: str, profile: str, dry_run: bool, output: str
) -> None:
    """Print the findings; exit code 1 when an audit failed or could not be run."""
    from console.bootstrap import follow_network, open_vault, settings_of  # noqa: PLC0415 - msgspec, keyring
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.services.audits.push_watch import plan_push  # noqa: PLC0415 - loads all rules

    order, folder = _order(invocation, repository, profile)
    if folder is not None:
        follow_network(settings_of(invocation.profile()).network, folder, invocation.paths)
    vault = open_vault(invocation.paths, folder)
    plan = plan_push(audit_places(invocation.paths), order, vault, before=before, after=after)
    tell_plan(invocation, plan)
    if plan.why_not or dry_run:
        if output == "json":
            emit_sheet(Sheet((), (), (plan_record(plan),)), output)
        return
    _carry_out(invocation, plan, folder, output)


def tell_plan(invocation: Invocation, plan: "PushPlan") -> None:
    """Say on stderr what a push touches, or why nothing is to be done."""
    from console.audits.audit_rule import load_rules  # noqa: PLC0415
    from console.presenters.push_text import push_lines  # noqa: PLC0415

    if plan.why_not:
        invocation.note(t("{project}: {why}", project=plan.order.project, why=plan.why_not))
    elif plan.impact is not None:
        for line in push_lines(plan.impact, plan.dependants(), len(tuple(load_rules()))):
            invocation.note(t("{project}: {why}", project=plan.order.project, why=line))


def plan_record(plan: "PushPlan") -> dict[str, object]:
    """Return a plan for programs."""
    impact = plan.impact
    told: dict[str, object] = {"project": plan.order.project, "needed": not plan.why_not, "why_not": plan.why_not}
    if impact is not None:
        told |= {
            "before": impact.before, "after": impact.after, "changed": list(impact.changed),
            "dependants": list(plan.dependants()), "parts": sorted(one.value for one in impact.parts),
            "audits": [one.value for one in impact.audits], "rules": list(impact.rules),
        }  # fmt: skip
    return told


def tell_correction(invocation: Invocation, outcome: "AuditOutcome") -> None:
    """Prepare safe corrections where the profile says so, and say where the patch is; nothing is applied."""
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.services.audits.prepared_correction import prepare_correction  # noqa: PLC0415 - loads all rules

    file = prepare_correction(audit_places(invocation.paths), outcome, SystemClock().now().timestamp())
    if file is not None:
        invocation.note(
            t("Safe corrections of {project} are prepared; look, then apply them on a branch with: git am {file}",
              project=outcome.order.project, file=file)
        )  # fmt: skip


def _order(invocation: Invocation, repository: str, profile: str) -> "tuple[AuditOrder, Path | None]":
    """Return the order, and the estate's folder when it is one of its projects."""
    from console.domain.audit.audit_profile import PROFILES  # noqa: PLC0415 - msgspec
    from console.kernel.errors import ConsoleError  # noqa: PLC0415
    from console.services.audits.audit_order import AuditOrder  # noqa: PLC0415 - loads all rules
    from console.services.audits.project_orders import project_orders  # noqa: PLC0415

    try:
        loaded = invocation.load_estate()
    except ConsoleError:
        loaded = None
    if loaded is not None and repository in {one.key for one in loaded.estate.projects}:
        (order,) = project_orders(loaded.estate, (repository,), folder=loaded.folder)
        return order, loaded.file.parent
    return AuditOrder(repository, repository, profile=PROFILES[profile]), None


def _carry_out(invocation: Invocation, plan: "PushPlan", folder: "Path | None", output: str) -> None:
    from console.cli.audit_carrying import carry_out_orders  # noqa: PLC0415

    (outcome,) = carry_out_orders(invocation, (plan.order,), folder)
    if outcome.error is not None:
        raise outcome.error
    print_report(invocation, outcome.report, plan.order.project, output)
    tell_correction(invocation, outcome)
    if any(one.is_bad for one in outcome.report.results):
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)
