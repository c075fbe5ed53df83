"""GitLab's Code Quality report: for servers that do not read SARIF yet (spec/audits.md §8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.audits.audit_rule import load_rules
from console.domain.audit.rule_severity import RuleSeverity

if TYPE_CHECKING:
    from console.audits.audit_run import RepositoryReport
    from console.domain.audit.finding import Finding

_SEVERITIES = {
    RuleSeverity.CRITICAL: "blocker",
    RuleSeverity.HIGH: "critical",
    RuleSeverity.MEDIUM: "major",
    RuleSeverity.LOW: "minor",
}


def code_quality(report: RepositoryReport) -> list[dict[str, Any]]:
    """Return the report as plain values; findings without a file are left out, as the format has no place for them."""
    return [_entry(one) for result in report.results for one in result.findings if one.path]


def _entry(one: Finding) -> dict[str, Any]:
    title = load_rules().get(one.rule).title()
    return {
        "description": f"{title}: {one.evidence}"[:1000] if one.evidence else title,
        "check_name": one.rule,
        "fingerprint": one.fingerprint,
        "severity": _SEVERITIES[one.severity],
        "location": {"path": one.path.encode("utf-8", "replace").decode(), "lines": {"begin": max(1, one.line)}},
    }
