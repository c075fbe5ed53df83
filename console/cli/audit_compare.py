"""``cell-console audit compare``: what the audits find in one branch and not in another."""

from typing import TYPE_CHECKING

import click

from console.cli.audit_output import FINDING_NAMES
from console.cli.audit_run import AUDITS, PROFILE_KEYS
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.domain.audit.audit_name import AuditName
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.compared_run import ComparedReport
    from console.domain.audit.finding import Finding


@click.command(name="compare", help=t("Compare two branches, tags or commits by their findings."))
@click.argument("repository")
@click.argument("base")
@click.argument("revision", default="")
@click.option("--audit", "audits", type=click.Choice(AUDITS), multiple=True, help=t("Only this audit (repeatable)."))
@click.option("--profile", type=click.Choice(PROFILE_KEYS), default=PROFILE_KEYS[2], show_default=True,
              help=t("How strict, and on what."))  # fmt: skip
@click.option("--all", "with_unchanged", is_flag=True, help=t("Also print what both have."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def compare(
    invocation: Invocation, *, repository: str, base: str, revision: str, audits: tuple[str, ...], profile: str,
    with_unchanged: bool, output: str,
) -> None:  # fmt: skip
    """Print findings that are new or changed in REVISION (default: HEAD) since BASE, and those that are gone."""
    from console.audits.repository.bare_clone import bare_clone  # noqa: PLC0415
    from console.domain.audit.audit_profile import PROFILES  # noqa: PLC0415 - msgspec
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.services.audits.local_comparison import compare_locally  # noqa: PLC0415 - loads all rules

    cache = invocation.paths.cache / "audits"
    found = compare_locally(
        bare_clone(repository, cache / "clones"), cache, SystemClock().now().timestamp(), PROFILES[profile], base,
        revision, [AuditName(one) for one in audits],
    )  # fmt: skip
    _print(invocation, _shown(found, with_unchanged), output)
    for one, earlier in zip(found.report.results, found.before.results, strict=True):
        scores = t("{audit}: {before} → {now} of 100", audit=one.audit.value, before=_score(earlier.score),
                   now=_score(one.score))  # fmt: skip
        invocation.note(scores)


def _shown(found: "ComparedReport", with_unchanged: bool) -> "list[tuple[str, Finding]]":
    told = [(result.audit.value, one) for result in found.report.results for one in result.findings]
    audit_of = {rule.rule: result.audit.value for result in found.before.results for rule in result.outcomes}
    told += [(audit_of[one.rule], one) for one in found.gone]
    return [pair for pair in told if with_unchanged or pair[1].baseline.value != "unchanged"]


def _print(invocation: Invocation, told: "list[tuple[str, Finding]]", output: str) -> None:
    from console.presenters.audit_rows import compared_rows  # noqa: PLC0415

    rows = compared_rows(told)
    if not rows and output == "table":
        invocation.note(t("Both have the same findings."))
        return
    titles = (t("Since the baseline"), t("Severity"), t("Rule"), t("Where"), t("What was seen"))
    cells = [(one.baseline_word, one.severity_word, one.rule, one.place, one.evidence) for one in rows]
    emit_sheet(Sheet(titles, cells, [one.record() for one in rows], names=FINDING_NAMES), output)


def _score(score: float | None) -> str:
    return "–" if score is None else f"{score:.0f}"
