"""What a capacity review assumes: how demand goes on, which campaigns come, and the what-if question."""

from __future__ import annotations

from dataclasses import dataclass, field

from console.domain.capacity.question import Question
from console.domain.forecast.scenario import Scenario


@dataclass(frozen=True, slots=True)
class CapacityPlan:
    """``growth_per_year`` counts for ``Scenario.OWN`` (0.2 = a fifth more).

    ``uplifts`` are the multiples that somebody tries for campaigns of the calendar, by title, instead of theirs.
    """

    scenario: Scenario = Scenario.EXPECTED
    growth_per_year: float = 0.0
    uplifts: tuple[tuple[str, float], ...] = ()
    question: Question = field(default_factory=Question)
