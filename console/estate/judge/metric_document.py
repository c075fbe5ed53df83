"""One metric of two arms, as documents say it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from console.domain.judge.arm_slice import ArmSlice
from console.domain.judge.compared_metric import ComparedMetric, MetricKind, PairedMistakes
from console.estate.schema.base import EstateModel
from console.kernel.i18n import t

MOST_POINTS = 100_000
Count = Annotated[float, Field(ge=0)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Counts = Annotated[tuple[Count, ...], Field(max_length=MOST_POINTS)]


class ArmDocument(EstateModel):
    """Counts per slice of time (one slice is enough), or single values of latency."""

    trials: Counts = ()
    bad: Counts = ()
    values: Annotated[tuple[float, ...], Field(max_length=MOST_POINTS)] = ()

    @model_validator(mode="after")
    def _counts_fit(self) -> ArmDocument:
        if len(self.trials) != len(self.bad) or any(b > n for n, b in zip(self.trials, self.bad, strict=True)):
            raise ValueError(t("give as many bad as trials, and never more bad ones than trials."))
        return self


class PairsDocument(EstateModel):
    """Answers of both arms to the same questions, by who was wrong."""

    both_right: Count
    only_baseline_wrong: Count
    only_canary_wrong: Count
    both_wrong: Count


class MetricDocument(EstateModel):
    """One metric: counts of both arms, values of both arms with a threshold, or pairs."""

    name: Name
    kind: MetricKind
    baseline: ArmDocument = ArmDocument()
    canary: ArmDocument = ArmDocument()
    over: Annotated[float, Field(gt=0)] | None = Field(default=None, description="Threshold of values, in their unit.")
    pairs: PairsDocument | None = None

    @model_validator(mode="after")
    def _arms_fit(self) -> MetricDocument:
        if len(self.baseline.trials) != len(self.canary.trials):
            raise ValueError(t("both arms need the same number of slices."))
        if (self.baseline.values or self.canary.values) and self.over is None:
            raise ValueError(t("values need a threshold: over."))
        return self

    def compared(self) -> ComparedMetric:
        """Return it as the judge takes it."""
        baseline, canary = self.baseline, self.canary
        if baseline.values or canary.values:
            return _of_values(self, self.over or 0.0)
        slices = tuple(
            ArmSlice(*one) for one in zip(baseline.trials, baseline.bad, canary.trials, canary.bad, strict=True)
        )
        pairs = PairedMistakes(**self.pairs.model_dump()) if self.pairs is not None else None
        return ComparedMetric(self.name, self.kind, slices, self.over, pairs=pairs)


def _of_values(document: MetricDocument, over: float) -> ComparedMetric:
    """Return values as one slice of counts over the threshold, and as a histogram of their own values."""
    arms = (document.baseline.values, document.canary.values)
    places = {value: place for place, value in enumerate(sorted({one for arm in arms for one in arm}))}
    histograms = []
    for arm in arms:
        counts = [0.0] * len(places)
        for value in arm:
            counts[places[value]] += 1
        histograms.append(tuple(counts))
    slow = [float(sum(value > over for value in arm)) for arm in arms]
    one = ArmSlice(float(len(arms[0])), slow[0], float(len(arms[1])), slow[1])
    return ComparedMetric(document.name, document.kind, (one,), over, histograms[0], histograms[1])
