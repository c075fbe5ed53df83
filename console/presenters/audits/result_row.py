"""The audits of one repository as rows, and the rules behind each of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from console.domain.audit.rule_outcome import RuleState
from console.domain.audit.rule_severity import RuleSeverity
from console.domain.health import Health
from console.kernel.i18n import t
from console.kernel.visible_text import visible_line
from console.presenters.audit_word import audit_question, audit_word, severity_word, status_word
from console.presenters.audits.grid_row import STATUS_HEALTH
from console.presenters.format import ago, number
from console.presenters.retold import retold

if TYPE_CHECKING:
    from console.domain.audit.audit_result import AuditResult
    from console.domain.audit.rule_outcome import RuleOutcome
    from console.domain.audit.rule_word import RuleWord
    from console.presenters.audits.audit_sight import AuditSight

_ORDER = (Health.CRITICAL, Health.WARNING, Health.OK, Health.UNKNOWN)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """An audit: ``score`` is from 0 to 100, ``None`` when nothing was measured; ``counts`` are findings by severity."""

    audit: str
    title: str
    question: str
    status: str
    key: str
    health: Health
    score: float | None
    measured: str
    counts: str
    findings: int
    when: str
    took_ms: int

    @property
    def score_text(self) -> str:
        """Return the score, a dash when there is none."""
        return number(self.score)

    def record(self) -> dict[str, Any]:
        """Return it for programs, without the words."""
        return {
            "audit": self.audit,
            "status": self.key,
            "score": self.score,
            "findings": self.findings,
            "took_ms": self.took_ms,
        }


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule: ``share`` is its score from 0 to 1, ``None`` unless it was measured."""

    rule: str
    audit: str
    title: str
    severity: str
    severity_rank: int
    state: str
    health: Health
    share: float | None
    findings: int
    note: str
    why: str

    @property
    def share_text(self) -> str:
        """Return the score in per cent, a dash when there is none."""
        return number(None if self.share is None else 100 * self.share)


def result_rows(sight: AuditSight, now_s: float) -> tuple[ResultRow, ...]:
    """Return a row per audit, in the order of the audits."""
    return tuple(_result(one, ago(sight.record.at_s, now_s)) for one in sight.seen.results)


def rule_rows(sight: AuditSight) -> tuple[RuleRow, ...]:
    """Return a row per rule, those that lose the most first; what does not apply comes last, with its reason."""
    rows = [_rule(result, one, sight.words[one.rule]) for result in sight.seen.results for one in result.outcomes]
    return tuple(sorted(rows, key=lambda one: (_ORDER.index(one.health), one.severity_rank, one.rule)))


def _result(result: AuditResult, when: str) -> ResultRow:
    found = Counter(one.severity for one in result.findings)
    counts = " · ".join(f"{severity_word(one)} {found[one]}" for one in RuleSeverity if found[one])
    measured = t("{measured} of {rules}", measured=result.measured, rules=len(result.outcomes))
    return ResultRow(
        result.audit.value, audit_word(result.audit), audit_question(result.audit), status_word(result.status),
        result.status.value, STATUS_HEALTH[result.status], result.score, measured, counts,
        len(result.findings), when, result.took_ms,
    )  # fmt: skip


def _rule(result: AuditResult, outcome: RuleOutcome, rule: RuleWord) -> RuleRow:
    return RuleRow(
        outcome.rule, audit_word(result.audit), rule.title, severity_word(rule.severity), rule.severity.rank,
        _state(outcome), _health(outcome), outcome.score, len(outcome.findings), retold(visible_line(outcome.note)),
        rule.why,
    )  # fmt: skip


def _state(outcome: RuleOutcome) -> str:
    if outcome.state is RuleState.NOT_RUN:
        return t("not run")
    if outcome.state is RuleState.NOT_APPLICABLE:
        return t("not applicable")
    return t("kept") if outcome.score == 1.0 else t("broken")


def _health(outcome: RuleOutcome) -> Health:
    if outcome.state is RuleState.NOT_RUN:
        return Health.CRITICAL
    if outcome.state is RuleState.NOT_APPLICABLE:
        return Health.UNKNOWN
    return Health.OK if outcome.score == 1.0 else Health.WARNING
