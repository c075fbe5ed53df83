"""The compression gate (E6.1): what a smaller model must keep, in three stages."""

from dataclasses import dataclass
from enum import StrEnum

INFORMATION, SIMILARITY, COVERAGE, IMPACT = 0.95, 0.92, 0.90, 0.03
"""Least information kept, semantic similarity and keyword coverage, and most accuracy lost."""
_MB = 1_000_000
_EXACT = 1e-9  # measured differences are not to the last digit: 0.85 - 0.82 is on the bound of 0.03


class GateCheck(StrEnum):
    """What the gate looks at, in the order of E6.1."""

    INFORMATION = "information"
    SIMILARITY = "similarity"
    COVERAGE = "coverage"
    IMPACT = "impact"


@dataclass(frozen=True, slots=True)
class GateMeasurement:
    """What was measured after compressing (ratios); ``None`` is not measured, and does not pass."""

    information: float | None = None
    similarity: float | None = None
    coverage: float | None = None
    impact: float | None = None


@dataclass(frozen=True, slots=True)
class GateFinding:
    """One check: the value, what it is held against, and whether it passed (``None``: not measured)."""

    check: GateCheck
    value: float | None
    bound: float
    passed: bool | None


@dataclass(frozen=True, slots=True)
class StagePlan:
    """A stage of E6.1: sizes in bytes, the least information kept and the most accuracy lost."""

    number: int
    from_bytes: int
    to_bytes: int
    kept: float
    lost: float


STAGES = (
    StagePlan(1, 10 * _MB, 5 * _MB, kept=0.98, lost=0.01),
    StagePlan(2, 5 * _MB, 2 * _MB, kept=0.95, lost=0.03),
    StagePlan(3, 2 * _MB, 800_000, kept=0.90, lost=0.05),
)


@dataclass(frozen=True, slots=True)
class StageResult:
    """What a stage came to; ``None`` is not measured."""

    number: int
    from_bytes: int | None = None
    to_bytes: int | None = None
    kept: float | None = None
    lost: float | None = None


@dataclass(frozen=True, slots=True)
class StageFinding:
    """A stage with its plan and, where it was run, its result."""

    plan: StagePlan
    result: StageResult | None

    @property
    def passed(self) -> bool | None:
        """Return whether size, information and accuracy are within the plan; ``None`` while one is not known."""
        found = self.result
        if found is None or found.to_bytes is None or found.kept is None or found.lost is None:
            return None
        is_good = found.kept >= self.plan.kept - _EXACT and found.lost <= self.plan.lost + _EXACT
        return is_good and found.to_bytes <= self.plan.to_bytes


def gate_findings(found: GateMeasurement) -> tuple[GateFinding, ...]:
    """Return every check of the gate, in its order."""
    return (
        _finding(GateCheck.INFORMATION, found.information, INFORMATION),
        _finding(GateCheck.SIMILARITY, found.similarity, SIMILARITY),
        _finding(GateCheck.COVERAGE, found.coverage, COVERAGE),
        _finding(GateCheck.IMPACT, found.impact, IMPACT),
    )


def is_open(findings: tuple[GateFinding, ...]) -> bool | None:
    """Return whether a model may pass: no when one check failed, ``None`` when one is not measured."""
    if any(one.passed is False for one in findings):
        return False
    return None if any(one.passed is None for one in findings) else True


def stage_findings(results: tuple[StageResult, ...]) -> tuple[StageFinding, ...]:
    """Return all three stages; the last result of a stage counts."""
    by_number = {one.number: one for one in results}
    return tuple(StageFinding(plan, by_number.get(plan.number)) for plan in STAGES)


def _finding(check: GateCheck, value: float | None, bound: float) -> GateFinding:
    if value is None:
        return GateFinding(check, None, bound, None)
    passed = value <= bound + _EXACT if check is GateCheck.IMPACT else value >= bound - _EXACT
    return GateFinding(check, value, bound, passed)
