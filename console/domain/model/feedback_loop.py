"""The feedback loop (E7.2): what users tell by what they do and say, and what it starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

PLAN_PER_DAY = 1_000
ERROR_RATE, DAILY_LEAST, WEEKLY_LEAST = 0.1, 500, 5_000
RETRAIN_WITHIN = timedelta(minutes=30)


class FeedbackKind(StrEnum):
    """Signals of users; the value is the label that they are counted under."""

    CLICK_THROUGH = "click_through"
    DWELL = "dwell"
    BOUNCE = "bounce"
    THUMBS_UP = "thumbs_up"
    THUMBS_DOWN = "thumbs_down"
    CORRECTION = "correction"
    REPORT = "report"


class FeedbackSource(StrEnum):
    """A line of E7.2; thumbs are both of them."""

    CLICK_THROUGH = "click-through"
    DWELL = "dwell"
    BOUNCE = "bounce"
    THUMBS = "thumbs"
    CORRECTIONS = "corrections"
    REPORTS = "reports"


_KINDS: Mapping[FeedbackSource, tuple[FeedbackKind, ...]] = {
    FeedbackSource.CLICK_THROUGH: (FeedbackKind.CLICK_THROUGH,),
    FeedbackSource.DWELL: (FeedbackKind.DWELL,),
    FeedbackSource.BOUNCE: (FeedbackKind.BOUNCE,),
    FeedbackSource.THUMBS: (FeedbackKind.THUMBS_UP, FeedbackKind.THUMBS_DOWN),
    FeedbackSource.CORRECTIONS: (FeedbackKind.CORRECTION,),
    FeedbackSource.REPORTS: (FeedbackKind.REPORT,),
}
WEIGHTS: Mapping[FeedbackSource, float] = {
    FeedbackSource.THUMBS: 3.0,
    FeedbackSource.CORRECTIONS: 2.0,
    FeedbackSource.REPORTS: 2.5,
}
"""How much an explicit signal counts in learning, in the order of E7.2; implicit ones have no weight there."""


class Trigger(StrEnum):
    """What the loop starts by itself."""

    RETRAIN = "retrain"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """Counts of one source; ``priority`` is its weight times the day's count (``None`` without a weight)."""

    source: FeedbackSource
    day: float
    week: float | None
    weight: float | None

    @property
    def priority(self) -> float | None:
        """Return the learning priority of the day's signals."""
        return None if self.weight is None else self.weight * self.day


@dataclass(frozen=True, slots=True)
class TriggerFinding:
    """A trigger, the value it looks at (``None``: not known), its bound, and whether it is on."""

    trigger: Trigger
    value: float | None
    bound: float

    @property
    def is_on(self) -> bool | None:
        """Return whether it is on; the error rate must exceed its bound, counts must reach theirs."""
        if self.value is None:
            return None
        return self.value > self.bound if self.trigger is Trigger.RETRAIN else self.value >= self.bound


def feedback_lines(day: Mapping[str, float], week: Mapping[str, float]) -> tuple[FeedbackLine, ...]:
    """Return every source with its counts; counts are by kind, and empty when nobody counts."""
    if not day:
        return ()
    return tuple(
        FeedbackLine(source, _sum(day, kinds), _sum(week, kinds) if week else None, WEIGHTS.get(source))
        for source, kinds in _KINDS.items()
    )


def trigger_findings(
    error_rate: float | None, day: Mapping[str, float], week: Mapping[str, float]
) -> tuple[TriggerFinding, ...]:
    """Return the three triggers of E7.2; other kinds than those of its lines start nothing."""
    kinds = tuple(FeedbackKind)
    return (
        TriggerFinding(Trigger.RETRAIN, error_rate, ERROR_RATE),
        TriggerFinding(Trigger.DAILY, _sum(day, kinds) if day else None, DAILY_LEAST),
        TriggerFinding(Trigger.WEEKLY, _sum(week, kinds) if week else None, WEEKLY_LEAST),
    )


def approval(week: Mapping[str, float]) -> float | None:
    """Return the share of thumbs that point up, the feedback's accuracy of E7.1; ``None`` without thumbs."""
    up, down = week.get(FeedbackKind.THUMBS_UP, 0.0), week.get(FeedbackKind.THUMBS_DOWN, 0.0)
    return up / (up + down) if up + down > 0 else None


def _sum(counts: Mapping[str, float], kinds: tuple[FeedbackKind, ...]) -> float:
    return sum(counts.get(kind, 0.0) for kind in kinds)
