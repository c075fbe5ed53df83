"""What the judge says of one metric, with everything that the sentence about it needs."""

from dataclasses import dataclass
from enum import StrEnum

from console.domain.judge.arm_slice import ArmSlice
from console.domain.judge.brunner_munzel import BrunnerMunzel
from console.domain.judge.compared_metric import ComparedMetric
from console.domain.judge.count_evidence import CountEvidence
from console.domain.judge.mcnemar import mcnemar_chance
from console.domain.judge.two_proportion import TwoProportion


class Verdict(StrEnum):
    """``NOT_ENOUGH``: neither harm nor harmlessness has been shown yet."""

    PASS = "pass"  # noqa: S105 - a verdict
    FAIL = "fail"
    NOT_ENOUGH = "not enough data"


class Ground(StrEnum):
    """Why a verdict is as it is."""

    WORSE = "worse"
    SLOWER = "slower"
    WITHIN = "within"
    HARMLESS = "harmless"
    NO_CANARY = "no canary"
    NO_BASELINE = "no baseline"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class MetricVerdict:
    """``chance`` is that of such evidence in equal arms, over all looks; ``level`` what it may be for a failure.

    ``needs`` are further trials of the canary (``None``: not told, or nothing is missing). ``one_look`` and ``ranks``
    are tests of one look, shown beside it.
    """

    metric: ComparedMetric
    verdict: Verdict
    ground: Ground
    evidence: CountEvidence
    chance: float
    level: float
    allowed_ratio: float
    needs: int | None
    one_look: TwoProportion | None
    ranks: BrunnerMunzel | None

    @property
    def one_look_chance(self) -> float | None:
        """Return the two-sided p-value of one look: McNemar's of paired answers, else that of two shares."""
        pairs = self.metric.pairs
        if pairs is not None:
            return mcnemar_chance(pairs.only_baseline_wrong, pairs.only_canary_wrong)
        return self.one_look.p_two_sided if self.one_look is not None else None

    @property
    def total(self) -> ArmSlice:
        """Return all that was counted."""
        return self.metric.total
