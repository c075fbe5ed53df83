"""Findings as rows, the worst first."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from console.kernel.visible_text import visible_line
from console.presenters.audit_word import baseline_word, severity_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.audit.audit_result import AuditResult
    from console.domain.audit.finding import Finding


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding, ready to be shown; paths and evidence are untrusted text made visible."""

    audit: str
    rule: str
    severity: str
    severity_word: str
    place: str
    path: str
    line: int
    evidence: str
    baseline: str
    baseline_word: str
    fingerprint: str

    def record(self) -> dict[str, Any]:
        """Return it for programs, without the words."""
        return {key: value for key, value in asdict(self).items() if not key.endswith("_word")}


def finding_rows(results: Iterable[AuditResult]) -> tuple[FindingRow, ...]:
    """Return all findings of some audits, the worst first."""
    return compared_rows((result.audit.value, one) for result in results for one in result.findings)


def compared_rows(told: Iterable[tuple[str, Finding]]) -> tuple[FindingRow, ...]:
    """Return findings with the name of their audit as rows, the worst first."""
    return tuple(_row(audit, one) for audit, one in worst_first(told))


def worst_first(told: Iterable[tuple[str, Finding]]) -> tuple[tuple[str, Finding], ...]:
    """Return findings with the name of their audit, the worst first, then by rule, path and line."""
    return tuple(sorted(told, key=lambda pair: (pair[1].severity.rank, pair[1].rule, pair[1].path, pair[1].line)))


def _row(audit: str, one: Finding) -> FindingRow:
    return FindingRow(
        audit, one.rule, one.severity.value, severity_word(one.severity), visible_line(one.place),
        visible_line(one.path), one.line, visible_line(one.evidence), one.baseline.value, baseline_word(one.baseline),
        one.fingerprint,
    )  # fmt: skip
