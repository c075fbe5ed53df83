"""Auditing a commit against its baseline: the same audits over both, and which findings are new."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from console.audits.audit_rule import load_rules
from console.audits.audit_run import RepositoryReport, run_audits, run_beside, standing
from console.audits.repository.blob_text import files_before
from console.audits.repository.checkout import Checkout
from console.audits.repository.git_reading import git_output
from console.domain.audit.baseline_match import baseline_match

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from console.audits.outcome_book import OutcomeBook
    from console.domain.audit.audit_name import AuditName
    from console.domain.audit.audit_result import AuditResult
    from console.domain.audit.finding import Finding


_SINCE_BASELINE = frozenset({"files", "commits"})


class ComparedReport(NamedTuple):
    """``report`` is of the commit, its findings with their state; ``before`` of the baseline; ``gone`` in it alone."""

    report: RepositoryReport
    before: RepositoryReport
    gone: tuple[Finding, ...]


def run_compared(
    checkout: Checkout, folder: Path, name: str, audits: Collection[AuditName] = (), book: OutcomeBook | None = None
) -> ComparedReport:
    """Run audits over a checkout with a baseline, and over the baseline, whose files go into ``folder`` (empty).

    Rules that look at what was added since the baseline are not asked about the baseline, so all they find is new;
    what they no longer tell, as it was not added, is not gone.
    Raises ``ConnectorError`` when git fails.
    """
    reports: list[RepositoryReport] = []

    def look_back() -> None:
        with Checkout(
            checkout.repository, checkout.baseline, folder,
            now_s=checkout.now_s, profile=checkout.profile, cache=checkout.cache, forge=checkout.forge,
            advisories=checkout.advisories, runs_own_tools=checkout.runs_own_tools, later=checkout,
        ) as earlier:  # fmt: skip
            reports.append(run_beside(earlier, name, audits, book, _SINCE_BASELINE))

    report = run_audits(checkout, name, audits, book=book, meanwhile=look_back)
    (before,) = reports
    found = {one.audit: one for one in before.results}
    renames = dict(_renames(checkout))
    results = []
    gone: list[Finding] = []
    for result in report.results:
        held, lost = _held(checkout, result, found[result.audit], renames)
        results.append(held)
        gone += lost
    return ComparedReport(replace(report, results=tuple(results)), before, tuple(gone))


def _held(
    checkout: Checkout, result: AuditResult, before: AuditResult, renames: Mapping[str, str]
) -> tuple[AuditResult, tuple[Finding, ...]]:
    earlier = {one.rule: one.findings for one in before.outcomes}
    relative = {one.key for one in load_rules() if one.scope in _SINCE_BASELINE}
    outcomes = []
    gone: list[Finding] = []
    for one in result.outcomes:
        match = baseline_match(one.findings, earlier.get(one.rule, ()), renames)
        outcomes.append(replace(one, findings=match.found))
        gone += match.gone if one.score is not None and one.rule not in relative else ()
    return standing(replace(result, outcomes=tuple(outcomes)), checkout.profile.strictness), tuple(gone)


def _renames(checkout: Checkout) -> Iterator[tuple[str, str]]:
    """Yield the old and the new path of files that were renamed since the baseline: these are no longer there."""
    if checkout.paths.issuperset(one.path for one in files_before(checkout)):
        return
    output = git_output(
        checkout.repository, "diff", "--name-status", "-M", "-z", "--diff-filter=R", "--no-ext-diff",
        "--end-of-options", checkout.baseline, checkout.commit,
    )  # fmt: skip
    words = output.decode("utf-8", "surrogateescape").split("\0")
    for place in range(0, len(words) - 2, 3):
        yield words[place + 1], words[place + 2]
