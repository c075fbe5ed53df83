"""``cell-console audit run``: the audits of one commit, here and now."""

from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, emit_value, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.domain.audit.audit_name import AuditName
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.audit_run import RepositoryReport
    from console.domain.audit.audit_result import AuditResult

_AUDITS = tuple(one.value for one in AuditName)
_PROFILES = ("startup", "enterprise", "open-source")


@click.command(name="run", help=t("Audit a repository: a folder, or the address that git clones."))
@click.argument("repository")
@click.option("--revision", default="", metavar="NAME", help=t("Branch, tag or commit (default: what HEAD names)."))
@click.option("--baseline", default="", metavar="NAME", help=t("What findings are compared with, to tell new ones."))
@click.option("--audit", "audits", type=click.Choice(_AUDITS), multiple=True, help=t("Only this audit (repeatable)."))
@click.option("--profile", type=click.Choice(_PROFILES), default=_PROFILES[2], show_default=True,
              help=t("How strict, and on what."))  # fmt: skip
@output_option("table", "json", "yaml", "csv", "sarif")
@pass_invocation
def run(
    invocation: Invocation, *, repository: str, revision: str, baseline: str, audits: tuple[str, ...], profile: str,
    output: str,
) -> None:  # fmt: skip
    """Print findings and scores; exit code 1 when an audit failed or could not be run."""
    from console.domain.audit.audit_profile import PROFILES  # noqa: PLC0415 - msgspec
    from console.domain.audit.audit_result import AuditStatus  # noqa: PLC0415
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.services.audits.local_audit import audit_locally  # noqa: PLC0415 - loads all rules

    report = audit_locally(
        repository,
        invocation.paths.cache / "audits",
        SystemClock().now().timestamp(),
        revision=revision,
        baseline=baseline,
        audits=[AuditName(one) for one in audits],
        profile=PROFILES[profile],
        told=lambda result: _tell(invocation, result),
    )
    _print(invocation, report, output)
    if any(one.status in {AuditStatus.FAILED, AuditStatus.NOT_RUN} for one in report.results):
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _tell(invocation: Invocation, result: "AuditResult") -> None:
    from console.presenters.audit_word import status_word  # noqa: PLC0415

    score = "–" if result.score is None else f"{result.score:.0f}"
    invocation.note(
        t(
            "{audit}: {status}, {score} of 100, {measured} of {rules} rules, {findings} findings.",
            audit=result.audit.value,
            status=status_word(result.status),
            score=score,
            measured=result.measured,
            rules=len(result.outcomes),
            findings=len(result.findings),
        )
    )


def _print(invocation: Invocation, report: "RepositoryReport", output: str) -> None:
    if output == "sarif":
        from console.audits.sarif import sarif_document  # noqa: PLC0415

        emit_value(sarif_document(report), "json")
        return
    from console.presenters.audit_rows import finding_rows  # noqa: PLC0415

    rows = finding_rows(report.results)
    if not rows and output == "table":
        invocation.note(t("Nothing was found."))
    titles = (t("Severity"), t("Rule"), t("Where"), t("What was seen"), t("Since the baseline"))
    cells = [(one.severity_word, one.rule, one.place, one.evidence, one.baseline_word) for one in rows]
    records = [one.record() for one in rows]
    if rows or output != "table":
        emit_sheet(Sheet(titles, cells, records), output)
    health = report.health
    if health.score is not None:
        partial = t(" (partial: some audits or rules did not run)") if health.is_partial else ""
        invocation.note(t("Health: {score} of 100{partial}.", score=f"{health.score:.0f}", partial=partial))
