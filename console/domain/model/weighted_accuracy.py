"""Accuracy against the milestones (E7.1): three sources weighted, and how urgent the gap is."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

REALTIME, AB_TEST, FEEDBACK = 0.5, 0.3, 0.2
BASELINE, TARGET = 0.50, 0.85
_URGENT, _WARNING = 0.05, 0.02
_EXACT = 1e-9
_MONTH_3_DAYS = 91


class Urgency(StrEnum):
    """What a gap to the milestone calls for."""

    URGENT = "urgent"
    WARNING = "warning"
    OK = "ok"


@dataclass(frozen=True, slots=True)
class AccuracyParts:
    """The three sources (ratios); ``None`` is not known."""

    realtime: float | None = None
    ab_test: float | None = None
    feedback: float | None = None

    @property
    def weighted(self) -> float | None:
        """Return 0.5, 0.3 and 0.2 of them together; ``None`` when one is missing, because the rest would mislead."""
        if self.realtime is None or self.ab_test is None or self.feedback is None:
            return None
        return REALTIME * self.realtime + AB_TEST * self.ab_test + FEEDBACK * self.feedback


@dataclass(frozen=True, slots=True)
class Milestone:
    """``key`` names it; the accuracy is due ``days`` after the start."""

    key: str
    days: int
    accuracy: float


MILESTONES = (
    Milestone("week-1", 7, 0.60),
    Milestone("week-2", 14, 0.65),
    Milestone("week-4", 28, 0.70),
    Milestone("week-8", 56, 0.75),
    Milestone("month-3", _MONTH_3_DAYS, TARGET),
)


@dataclass(frozen=True, slots=True)
class MilestoneFinding:
    """A milestone with its day and what was reached: on that day, or by now when ``is_current``; ``None``: unknown."""

    milestone: Milestone
    due: date
    reached: float | None
    is_due: bool
    is_current: bool

    @property
    def gap(self) -> float | None:
        """Return what is missing (0 or below: nothing)."""
        return None if self.reached is None else self.milestone.accuracy - self.reached

    @property
    def urgency(self) -> Urgency | None:
        """Return how urgent the gap is; ``None`` before it is due, or when nobody knows what was reached."""
        return None if self.gap is None or not self.is_due else urgency_of(self.gap)


def urgency_of(gap: float) -> Urgency:
    """Return what E7.1 says of a gap: over 0.05 urgent, over 0.02 a warning."""
    if gap > _URGENT + _EXACT:
        return Urgency.URGENT
    return Urgency.WARNING if gap > _WARNING + _EXACT else Urgency.OK


def milestone_findings(
    start: date, today: date, now: float | None, measured: dict[date, float], target: float = TARGET
) -> tuple[MilestoneFinding, ...]:
    """Return every milestone since ``start``; the last one is the ``target``.

    ``now`` is the accuracy today; it counts for the last milestone that is due. Of older ones the last measurement up
    to their day counts, but none from before the milestone ahead of it.
    """
    milestones = (*MILESTONES[:-1], replace(MILESTONES[-1], accuracy=target))
    passed = [one for one in milestones if start + timedelta(days=one.days) <= today]
    current = passed[-1] if passed else None
    findings = []
    begins = start
    for one in milestones:
        due = start + timedelta(days=one.days)
        reached = now if one is current else _last(measured, begins, min(due, today)) if due <= today else None
        findings.append(MilestoneFinding(one, due, reached, due <= today, one is current))
        begins = due
    return tuple(findings)


def _last(measured: dict[date, float], begins: date, ends: date) -> float | None:
    days = [day for day in measured if begins < day <= ends]
    return measured[max(days)] if days else None
