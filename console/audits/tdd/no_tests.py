"""TDD05: no tests at all, or none that continuous integration runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.ci_job import ci_jobs
from console.audits.ci_testing import testing_jobs, tests_elsewhere
from console.audits.outcome import not_applicable, passed_or_failed
from console.audits.product_source import product_source
from console.audits.repository.path_class import Language, PathClass, language_of
from console.audits.source_commit import inline_tested
from console.audits.tdd.shown_example import shown_words
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "TDD05"
_CODE = frozenset(Language) - {Language.YAML, Language.SHELL}
_RUST = frozenset({Language.RUST})
_BESIDE = re.compile(
    r"(^|/)((__init__|conftest)\.py|(setup-?[tT]ests?|(jest|vitest)[.-]setup)\.\w+)$"
    r"|(^|/)(__)?(fixtures|mocks|testdata|test_data)(__)?/"
)
"""What tests have beside them, and is none."""


def _check(checkout: Checkout) -> RuleOutcome:
    source = product_source(checkout, _CODE)
    if not source:
        return not_applicable(_KEY, t("There is no source in a language that is measured."))
    if not _has_tests(checkout):
        return passed_or_failed(_KEY, [_finding("", t("no tests beside {count} files of source", count=len(source)))])
    if tests_elsewhere(checkout):
        return not_applicable(_KEY, t("The pipeline calls one of another repository, which cannot be read."))
    jobs = ci_jobs(checkout)
    if jobs and not testing_jobs(checkout):
        return passed_or_failed(_KEY, [_finding(jobs[0].path, t("no job runs the tests"))])
    return passed_or_failed(_KEY, [])


def _has_tests(checkout: Checkout) -> bool:
    """Return whether there are tests: those of other languages than the sources' are tests too."""
    if any(not _BESIDE.search(one) for one in checkout.of(PathClass.TEST, languages=_CODE)) or inline_tested(checkout):
        return True
    if any(shown_words(one, checkout.text(one)) for one in checkout.of(PathClass.SOURCE, languages=_RUST)):
        return True  # what rustdoc shows is run with the tests
    if any(language_of(one) is None for one in checkout.of(PathClass.TEST)):
        return True
    return any("doctest" in checkout.text(one) for one in checkout.paths if one.endswith((".cfg", ".toml", ".ini")))


def _finding(path: str, evidence: str) -> Finding:
    return Finding(_KEY, RuleSeverity.CRITICAL, path, evidence=evidence, tool="console-audit")


RULES.add(
    AuditRule(
        _KEY,
        AuditName.TDD,
        RuleSeverity.CRITICAL,
        title=lambda: t("There are tests, and continuous integration runs them"),
        why=lambda: t("Without tests that run by themselves, every change is a guess."),
        mend=lambda: t("Write a first test for what would hurt most, and run it for every change."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="tree",
    )
)
