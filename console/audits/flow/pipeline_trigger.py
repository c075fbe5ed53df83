"""FLO05: a pipeline that is missing, or does not run where it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.ci_job import ci_jobs
from console.audits.ci_testing import testing_jobs, tests_elsewhere
from console.audits.outcome import by_share, not_applicable, passed_or_failed
from console.audits.product_source import product_source
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "FLO05"


def _check(checkout: Checkout) -> RuleOutcome:
    if not product_source(checkout):
        return not_applicable(_KEY, t("There is no source in a language that is measured."))
    jobs = ci_jobs(checkout)
    if not jobs:
        return passed_or_failed(_KEY, [_finding("", t("no pipeline"))])
    testing = testing_jobs(checkout)
    path = (testing or jobs)[0].path
    unknown = tests_elsewhere(checkout)
    asked = (*testing, *(one for one in jobs if one.is_foreign)) if testing else jobs
    wants = (
        *(() if unknown else ((bool(testing), t("no job runs the tests")),)),
        (any(one.for_requests for one in asked), t("nothing runs for pull requests")),
        (any(one.for_main for one in asked), t("nothing runs for the default branch")),
    )
    found = [_finding(path, words) for is_there, words in wants if not is_there]
    note = t("The pipeline calls one of another repository, which cannot be read.") if unknown else ""
    return by_share(_KEY, len(wants) - len(found), len(wants), found, note)


def _finding(path: str, evidence: str) -> Finding:
    return Finding(_KEY, RuleSeverity.HIGH, path, evidence=evidence, tool="console-audit")


RULES.add(
    AuditRule(
        _KEY,
        AuditName.FLOW,
        RuleSeverity.HIGH,
        title=lambda: t("The pipeline tests pull requests and the default branch"),
        why=lambda: t("A fault that no pipeline sees before the merge is found by those who use it."),
        mend=lambda: t("Run the tests for pull requests and for pushes to the default branch."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="tree",
    )
)
