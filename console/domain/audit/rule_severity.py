"""How bad a rule's finding is, and what it weighs in a score."""

from enum import StrEnum


class RuleSeverity(StrEnum):
    """From worst to mildest."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def weight(self) -> float:
        """Return its weight in an audit's score: those of OpenSSF Scorecard (spec/audits.md §6)."""
        return _WEIGHTS[self]

    @property
    def level(self) -> str:
        """Return its level in SARIF 2.1.0 (§3.27.10)."""
        return _LEVELS[self]

    @property
    def rank(self) -> int:
        """Return 0 for the worst, so that the worst sorts first."""
        return list(RuleSeverity).index(self)


_WEIGHTS = {RuleSeverity.CRITICAL: 10.0, RuleSeverity.HIGH: 7.5, RuleSeverity.MEDIUM: 5.0, RuleSeverity.LOW: 2.5}
_LEVELS = {
    RuleSeverity.CRITICAL: "error",
    RuleSeverity.HIGH: "error",
    RuleSeverity.MEDIUM: "warning",
    RuleSeverity.LOW: "note",
}
