"""The quality of an edge model: what compressing it cost, its accuracy over time, and its roadmap (E6, E7)."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from console.domain.model.accuracy_roadmap import PHASE_TARGETS, RoadmapPhase
from console.domain.model.compression_gate import GateMeasurement, StageResult
from console.domain.model.weighted_accuracy import AccuracyParts
from console.estate.models.model_document import MODEL_DOCUMENTS, DocumentKind, ModelDocument
from console.estate.schema.base import EstateModel
from console.kernel.i18n import t

_TEXT = 500


class CompressionStage(EstateModel):
    """One stage that was run; what was not measured is left out."""

    number: int = Field(ge=1, le=3)
    from_bytes: int | None = Field(default=None, gt=0)
    to_bytes: int | None = Field(default=None, gt=0)
    kept: float | None = Field(default=None, ge=0, le=1, description="Information kept, 1 = all.")
    lost: float | None = Field(default=None, ge=-1, le=1, description="Accuracy lost, 0.01 = one point.")


class Compression(EstateModel):
    """The compression gate's measurements of the newest model and its stages."""

    information: float | None = Field(default=None, ge=0, le=1, description="Information kept.")
    similarity: float | None = Field(default=None, ge=-1, le=1, description="Semantic similarity to the large model.")
    coverage: float | None = Field(default=None, ge=0, le=1, description="Keyword coverage.")
    impact: float | None = Field(default=None, ge=-1, le=1, description="Accuracy lost, 0.01 = one point.")
    stages: tuple[CompressionStage, ...] = Field(default=(), max_length=30)


class AccuracyMeasurement(EstateModel):
    """The three sources of the weighted accuracy on one day."""

    day: date
    realtime: float | None = Field(default=None, ge=0, le=1)
    ab_test: float | None = Field(default=None, ge=0, le=1)
    feedback: float | None = Field(default=None, ge=0, le=1)


class Phase(EstateModel):
    """A phase of the roadmap, from the beginning of ``begins`` to the end of ``ends``."""

    title: str = Field(min_length=1, max_length=_TEXT)
    begins: date
    ends: date
    measures: tuple[str, ...] = Field(default=(), max_length=20, description="What is done to become better.")
    fallback: tuple[str, ...] = Field(default=(), max_length=20, description="What is done when the goal is missed.")
    reached: float | None = Field(default=None, ge=0, le=1, description="Accuracy at its end, once it is over.")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.ends < self.begins:
            raise ValueError(t("the end is before the beginning."))
        return self


class QualityDocument(ModelDocument):
    """What a team measures and plans beside the live metrics."""

    kind: Literal["quality"]
    reference: float | None = Field(
        default=None, ge=0, le=1, description="Accuracy at which the running version was accepted (E6.2)."
    )
    started: date | None = Field(default=None, description="First day of the roadmap; milestones count from it (E7.1).")
    compression: Compression = Compression()
    measurements: tuple[AccuracyMeasurement, ...] = Field(default=(), max_length=1000)
    roadmap: tuple[Phase, ...] = Field(
        default=(), max_length=len(PHASE_TARGETS), description="The phases in order, for 60, 70 and 85 percent (E7.3)."
    )

    def gate(self) -> GateMeasurement:
        """Return what the compression gate looks at."""
        found = self.compression
        return GateMeasurement(found.information, found.similarity, found.coverage, found.impact)

    def stages(self) -> tuple[StageResult, ...]:
        """Return the stages that were run."""
        return tuple(
            StageResult(one.number, one.from_bytes, one.to_bytes, one.kept, one.lost) for one in self.compression.stages
        )

    def weighted(self) -> dict[date, float]:
        """Return the weighted accuracy of each measured day of which all three sources are known."""
        parts = ((one.day, AccuracyParts(one.realtime, one.ab_test, one.feedback)) for one in self.measurements)
        return {day: found for day, one in parts if (found := one.weighted) is not None}

    def phases(self) -> tuple[RoadmapPhase, ...]:
        """Return the phases of the roadmap."""
        return tuple(
            RoadmapPhase(number, one.title, one.begins, one.ends, one.measures, one.fallback, one.reached)
            for number, one in enumerate(self.roadmap, start=1)
        )


MODEL_DOCUMENTS.add(DocumentKind("quality", QualityDocument))
