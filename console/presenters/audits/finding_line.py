"""Findings as lines of the table: what was seen where, how bad it is, and whether it is new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.audit.finding import BaselineState
from console.domain.audit.rule_severity import RuleSeverity
from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.audit_rows import FindingRow, compared_rows, worst_first
from console.presenters.audit_word import audit_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from console.domain.audit.finding import Finding
    from console.domain.audit.rule_word import RuleWord
    from console.presenters.audits.audit_sight import AuditSight

_HEALTHS = {
    RuleSeverity.CRITICAL: Health.CRITICAL,
    RuleSeverity.HIGH: Health.CRITICAL,
    RuleSeverity.MEDIUM: Health.WARNING,
    RuleSeverity.LOW: Health.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """``row`` has the texts; ``finding`` is what was found; ``why`` and ``mend`` are sentences of the rule."""

    row: FindingRow
    finding: Finding
    audit_title: str
    title: str
    why: str
    mend: str
    mending: str
    health: Health
    has_patch: bool

    @property
    def key(self) -> str:
        """Return what tells it from the others of its report."""
        return f"{self.finding.rule}/{self.finding.fingerprint or self.row.place}/{self.finding.commit}"


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """``severity`` is the least that is shown (empty: all), the others exact values (empty: all)."""

    severity: str = ""
    baseline: str = ""
    audit: str = ""
    rule: str = ""
    only_fixable: bool = False

    def takes(self, line: FindingLine) -> bool:
        """Return whether a line is to be shown."""
        finding = line.finding
        return (
            (not self.severity or finding.severity.rank <= RuleSeverity(self.severity).rank)
            and (not self.baseline or finding.baseline is BaselineState(self.baseline))
            and self.audit in {"", line.row.audit}
            and self.rule in {"", finding.rule}
            and (line.has_patch or not self.only_fixable)
        )


def finding_lines(sight: AuditSight) -> tuple[FindingLine, ...]:
    """Return all findings that its team sees, the worst first."""
    told = ((result.audit.value, one) for result in sight.seen.results for one in result.findings)
    return told_lines(told, sight.words)


def told_lines(told: Iterable[tuple[str, Finding]], words: Mapping[str, RuleWord]) -> tuple[FindingLine, ...]:
    """Return findings with the names of their audits as lines, the worst first."""
    found = worst_first(told)
    return tuple(_line(row, one, words[one.rule]) for row, (_, one) in zip(compared_rows(found), found, strict=True))


def _line(row: FindingRow, finding: Finding, rule: RuleWord) -> FindingLine:
    return FindingLine(
        row, finding, audit_word(rule.audit), rule.title, rule.why, rule.mend, _mending(rule),
        _HEALTHS[finding.severity], bool(finding.patch) and rule.is_safe,
    )  # fmt: skip


def _mending(rule: RuleWord) -> str:
    if rule.is_safe:
        return t("can be corrected safely")
    return t("a person must correct it") if rule.is_proposed else ""
