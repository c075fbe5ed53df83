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

    @property
    def is_moot(self) -> bool:
        """Return whether it was not run because nothing of it applies, which is nobody's fault."""
        return self.status is AuditStatus.NOT_RUN and bool(self.outcomes) and not self.is_partial

    @property
    def is_bad(self) -> bool:
        """Return whether it failed or could not be run."""
        return self.status is AuditStatus.FAILED or (self.status is AuditStatus.NOT_RUN and not self.is_moot)
