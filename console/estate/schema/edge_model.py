"""Edge models: small models on Cloudflare Workers and their versions."""

from typing import Annotated

from pydantic import Field, StringConstraints

from console.domain.model.weighted_accuracy import BASELINE, TARGET
from console.estate.schema.base import DocumentPath, EstateModel, Key

VersionRange = Annotated[str, StringConstraints(pattern=r"^v?\d{1,9}(\.(\d{1,9}|x)){0,2}$")]


class Compatibility(EstateModel):
    """What works together with a range of versions (E2.1)."""

    versions: VersionRange = Field(description="A version or a range such as v1.2.x.")
    works_with: tuple[VersionRange, ...] = Field(description="Versions or ranges of the other side.")
    invalidate_cache: bool = False
    migration: str = Field(default="", description="Script that must run before the switch.")


class InferenceBudget(EstateModel):
    """CPU time of one inference at the edge in milliseconds, part by part; all together 45 ms by default (E1.1)."""

    cache_ms: float = Field(default=2, gt=0)
    inference_ms: float = Field(default=30, gt=0)
    response_ms: float = Field(default=2, gt=0)
    buffer_ms: float = Field(default=11, ge=0)


class LearningPlan(EstateModel):
    """The daily learning pipeline: when it begins (JST) and the planned minutes of its stages (E1.2)."""

    begins: str = Field(default="02:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="Time of day in JST.")
    collect_min: float = Field(default=5, gt=0)
    preprocess_min: float = Field(default=10, gt=0)
    train_min: float = Field(default=60, gt=0)
    validate_min: float = Field(default=15, gt=0)
    compress_min: float = Field(default=20, gt=0)
    decide_min: float = Field(default=5, gt=0)
    distribute_min: float = Field(default=5, gt=0)


class EdgeModel(EstateModel):
    """A model and the versions that are current, canary and previous."""

    key: Key
    title: str = ""
    account: Key
    worker: str = Field(min_length=1, description="Name of the Workers script.")
    current: str
    canary: str = ""
    previous: str = ""
    compatibility: tuple[Compatibility, ...] = ()
    prometheus: Key | None = Field(default=None, description="Server with its metrics; none: the estate's first.")
    budget: InferenceBudget = InferenceBudget()
    learning: LearningPlan = LearningPlan()
    documents: tuple[DocumentPath, ...] = Field(
        default=(), description="Documents about the model (dictionary, vocabulary, vectors, …); globs are allowed."
    )
    dictionary_size: int = Field(default=1000, gt=0)
    accuracy_baseline: float = Field(default=BASELINE, ge=0, le=1)
    accuracy_target: float = Field(default=TARGET, ge=0, le=1)
