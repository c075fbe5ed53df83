"""Printing what audits found, in the formats that people and other systems read."""

from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, emit_value
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.audit_run import RepositoryReport
    from console.cli.invocation import Invocation

FORMATS = ("table", "json", "yaml", "csv", "sarif", "github", "code-quality", "html")
FINDING_NAMES = ("audit", "rule", "severity", "place", "path", "line", "evidence", "baseline", "fingerprint")


def print_report(invocation: "Invocation", report: "RepositoryReport", name: str, output: str) -> None:
    """Print a report; scores and health go to stderr."""
    if output == "sarif":
        from console.audits.sarif import sarif_document  # noqa: PLC0415 - loads all rules

        emit_value(sarif_document(report), "json")
    elif output == "github":
        _print_github(invocation, report)
    elif output == "code-quality":
        from console.audits.code_quality import code_quality  # noqa: PLC0415

        emit_value(code_quality(report), "json")
    elif output == "html":
        _print_html(report, name)
    else:
        _print_findings(invocation, report, output)
    tell_health(invocation, report)


def _print_github(invocation: "Invocation", report: "RepositoryReport") -> None:
    from console.audits.github_sarif import github_sarif  # noqa: PLC0415

    made = github_sarif(report)
    emit_value(made.document, "json")
    if made.left_out:
        invocation.note(
            t("{count} findings are left out: without a file, or beyond GitHub's limits.", count=made.left_out)
        )


def _print_html(report: "RepositoryReport", name: str) -> None:
    from console.presenters.audit_document import AuditedProject, report_document  # noqa: PLC0415
    from console.reports.render import render  # noqa: PLC0415

    project = AuditedProject(name, report.commit, report.at_s, report.results, report.health)
    click.echo(render(report_document(project), "html"), nl=False)


def _print_findings(invocation: "Invocation", report: "RepositoryReport", output: str) -> None:
    from console.presenters.audit_rows import finding_rows  # noqa: PLC0415

    rows = finding_rows(report.results)
    if not rows and output == "table":
        invocation.note(t("Nothing was found."))
        return
    titles = (t("Severity"), t("Rule"), t("Where"), t("What was seen"), t("Since the baseline"), t("Id"))
    cells = [
        (one.severity_word, one.rule, one.place, one.evidence, one.baseline_word, one.fingerprint[:10]) for one in rows
    ]
    emit_sheet(Sheet(titles, cells, [one.record() for one in rows], names=FINDING_NAMES), output)


def tell_health(invocation: "Invocation", report: "RepositoryReport") -> None:
    """Tell statuses, scores and health on stderr."""
    from console.presenters.audit_word import status_word  # noqa: PLC0415

    for result in report.results:
        invocation.note(
            t(
                "{audit}: {status}, {score} of 100, {measured} of {rules} rules, {findings} findings.",
                audit=result.audit.value,
                status=status_word(result.status),
                score="–" if result.score is None else f"{result.score:.0f}",
                measured=result.measured,
                rules=len(result.outcomes),
                findings=len(result.findings),
            )
        )
    health = report.health
    if health.score is not None:
        partial = t(" (partial: some audits or rules did not run)") if health.is_partial else ""
        invocation.note(t("Health: {score} of 100{partial}.", score=f"{health.score:.0f}", partial=partial))
