"""FLO06: a release that skipped a stage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.ci_job import ci_jobs
from console.audits.outcome import not_applicable, passed_or_failed
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "FLO06"
_STAGES = (
    ("build", re.compile(r"build|compile|package|assemble|lint", re.I)),
    ("test", re.compile(r"test|check|verify|integration|e2e", re.I)),
    ("scan", re.compile(r"scan|sast|dast|security|codeql|audit|trivy|sbom|snyk", re.I)),
    ("release", re.compile(r"releas|publish|deploy|ship|promote|rollout", re.I)),
)


def _check(checkout: Checkout) -> RuleOutcome:
    releases = sorted(
        (one for one in checkout.forge.runs or () if one.release and one.stages), key=lambda one: -one.began_s
    )
    if not releases:
        return not_applicable(_KEY, t("No run of a release is known."))
    last = releases[0]
    ran = [place for stage in last.stages for place, (_, words) in enumerate(_STAGES) if words.search(stage)]
    declared = {
        place for one in ci_jobs(checkout) for place, (_, words) in enumerate(_STAGES) if words.search(one.stage)
    }
    found = [
        _finding(last.commit, t("{stage} did not run", stage=_STAGES[place][0]))
        for place in sorted(declared - set(ran))
    ]
    first = [ran.index(place) for place in sorted(set(ran))]
    if first != sorted(first):
        order = " → ".join(last.stages)[:150]
        found.append(_finding(last.commit, t("not in order: {stages}", stages=order)))
    return passed_or_failed(_KEY, found, t("Release {name}.", name=last.release[:80]))


def _finding(commit: str, evidence: str) -> Finding:
    return Finding(_KEY, RuleSeverity.MEDIUM, evidence=evidence, commit=commit, tool="forge")


RULES.add(
    AuditRule(
        _KEY,
        AuditName.FLOW,
        RuleSeverity.MEDIUM,
        title=lambda: t("The last release went through its stages in order"),
        why=lambda: t("A release that was not tested or scanned first is tested by those who use it."),
        mend=lambda: t("Let the release job need the test and scan jobs."),
        check=_check,
        scope="forge",
    )
)
