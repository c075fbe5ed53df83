"""``cell-console audit run``: the audits of one commit, here and now."""

import click

from console.cli.audit_output import FORMATS, print_report
from console.cli.emit import output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.domain.audit.audit_name import AuditName
from console.kernel.i18n import t

AUDITS = tuple(one.value for one in AuditName)
PROFILE_KEYS = ("startup", "enterprise", "open-source")


@click.command(name="run", help=t("Audit a repository: a folder, or the address that git clones."))
@click.argument("repository")
@click.option("--revision", default="", metavar="NAME", help=t("Branch, tag or commit (default: what HEAD names)."))
@click.option("--baseline", default="", metavar="NAME", help=t("What findings are compared with, to tell new ones."))
@click.option("--audit", "audits", type=click.Choice(AUDITS), multiple=True, help=t("Only this audit (repeatable)."))
@click.option("--profile", type=click.Choice(PROFILE_KEYS), default=PROFILE_KEYS[2], show_default=True,
              help=t("How strict, and on what."))  # fmt: skip
@output_option(*FORMATS)
@pass_invocation
def run(
    invocation: Invocation, *, repository: str, revision: str, baseline: str, audits: tuple[str, ...], profile: str,
    output: str,
) -> None:  # fmt: skip
    """Print findings and scores; exit code 1 when an audit failed or could not be run."""
    from console.cli.audit_carrying import carry_out_orders  # noqa: PLC0415
    from console.domain.audit.audit_profile import PROFILES  # noqa: PLC0415 - msgspec
    from console.services.audits.audit_order import AuditOrder  # noqa: PLC0415 - loads all rules

    order = AuditOrder(
        repository, repository, revision, baseline, tuple(AuditName(one) for one in audits), PROFILES[profile]
    )
    (outcome,) = carry_out_orders(invocation, (order,))
    if outcome.error is not None:
        raise outcome.error
    print_report(invocation, outcome.report, repository, output)
    if any(one.is_bad for one in outcome.report.results):
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)
