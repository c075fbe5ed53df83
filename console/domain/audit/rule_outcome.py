"""What came of one rule in one repository."""

from enum import StrEnum

from msgspec import Struct

from console.domain.audit.finding import Finding


class RuleState(StrEnum):
    """``NOT_RUN`` is a fault (a tool failed, a time limit): it is never counted as passed."""

    MEASURED = "measured"
    NOT_APPLICABLE = "not-applicable"
    NOT_RUN = "not-run"


class RuleOutcome(Struct, frozen=True):
    """``score`` is from 0 to 1, ``None`` unless measured. ``note`` says why not, or what was counted, in a sentence."""

    rule: str
    state: RuleState
    score: float | None = None
    findings: tuple[Finding, ...] = ()
    note: str = ""
