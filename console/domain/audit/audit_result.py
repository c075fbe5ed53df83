"""What came of one audit of one repository at one commit."""

from enum import StrEnum

from msgspec import Struct

from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_outcome import RuleOutcome, RuleState


class AuditStatus(StrEnum):
    """``NOT_RUN``: nothing of it could be measured; an outage never reads as passed."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"
    NOT_RUN = "not-run"


class AuditResult(Struct, frozen=True):
    """``score`` is from 0 to 100, ``None`` when nothing was measured. ``took_ms`` is wall time in milliseconds."""

    audit: AuditName
    status: AuditStatus
    score: float | None
    outcomes: tuple[RuleOutcome, ...]
    took_ms: int = 0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return all findings, the worst first."""
        found = [one for outcome in self.outcomes for one in outcome.findings]
        return tuple(sorted(found, key=lambda one: (one.severity.rank, one.rule, one.path, one.line)))

    @property
    def measured(self) -> int:
        """Return how many rules were measured ("7 of 10 rules")."""
        return sum(one.state is RuleState.MEASURED for one in self.outcomes)

    @property
    def is_partial(self) -> bool:
        """Return whether a rule that applies could not be run."""
        return any(one.state is RuleState.NOT_RUN for one in self.outcomes)
