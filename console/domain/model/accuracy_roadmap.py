"""The accuracy roadmap (E7.3): phases with their measures, samples and what to do when they miss their goal."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

PHASE_TARGETS = (0.60, 0.70, 0.85)
PHASE_SAMPLES = (200, 500, 1_000)
"""Evaluated samples a day of each phase, and the accuracy at whose miss its fallback plan begins."""


class PhaseState(StrEnum):
    """Where a phase stands."""

    AHEAD = "ahead"
    RUNNING = "running"
    REACHED = "reached"
    MISSED = "missed"
    LOST = "lost"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RoadmapPhase:
    """A phase from ``begins`` to ``ends`` (both belong to it); texts are the document's own."""

    number: int
    title: str
    begins: date
    ends: date
    measures: tuple[str, ...]
    fallback: tuple[str, ...]
    reached: float | None = None

    @property
    def target(self) -> float:
        """Return the accuracy that it must reach."""
        return PHASE_TARGETS[self.number - 1]

    @property
    def samples(self) -> int:
        """Return how many samples must be evaluated each day."""
        return PHASE_SAMPLES[self.number - 1]


@dataclass(frozen=True, slots=True)
class PhaseFinding:
    """A phase, the accuracy that counts for it, today's samples (only while it runs), and where it stands.

    A phase is lost when its goal was reached and the accuracy of today is below it again.
    """

    phase: RoadmapPhase
    accuracy: float | None
    samples: float | None
    state: PhaseState

    @property
    def falls_back(self) -> bool:
        """Return whether its fallback plan is to be followed."""
        return self.state in {PhaseState.MISSED, PhaseState.LOST}

    @property
    def lacks_samples(self) -> bool:
        """Return whether fewer samples are evaluated than it needs."""
        return self.samples is not None and self.samples < self.phase.samples


def phase_findings(
    phases: tuple[RoadmapPhase, ...], today: date, accuracy: float | None, samples: float | None
) -> tuple[PhaseFinding, ...]:
    """Return where each phase stands; ``accuracy`` and ``samples`` are today's, and count for what is not over.

    The last phase keeps being judged by today's accuracy after its end, unless its document tells what it reached.
    """
    last = max((one.number for one in phases), default=0)
    return tuple(_finding(one, today, accuracy, samples, is_last=one.number == last) for one in phases)


def _finding(
    phase: RoadmapPhase, today: date, now: float | None, samples: float | None, *, is_last: bool
) -> PhaseFinding:
    if today < phase.begins:
        return PhaseFinding(phase, None, None, PhaseState.AHEAD)
    if today <= phase.ends:
        reached = now is not None and now >= phase.target
        return PhaseFinding(phase, now, samples, PhaseState.REACHED if reached else PhaseState.RUNNING)
    final = now if phase.reached is None and is_last else phase.reached
    if final is None:
        return PhaseFinding(phase, None, None, PhaseState.UNKNOWN)
    if final < phase.target:
        return PhaseFinding(phase, final, None, PhaseState.MISSED)
    is_lost = now is not None and now < phase.target
    return PhaseFinding(phase, now if is_lost else final, None, PhaseState.LOST if is_lost else PhaseState.REACHED)
