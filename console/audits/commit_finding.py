"""Findings at commits: what was seen is the commit's own words, bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.audit.finding import Finding

if TYPE_CHECKING:
    from console.audits.repository.history import HistoryCommit
    from console.domain.audit.rule_severity import RuleSeverity

MOST_COMMITS = 200
"""How many of the newest commits rules of habits look at."""


def commit_finding(rule: str, severity: RuleSeverity, commit: HistoryCommit, evidence: str = "") -> Finding:
    """Return a finding at a commit; without evidence its subject is what was seen."""
    return Finding(rule, severity, evidence=(evidence or commit.subject)[:200], commit=commit.id, tool="console-audit")
