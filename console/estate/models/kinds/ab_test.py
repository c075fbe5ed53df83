"""The document of an A/B test: what its arms did, as an evaluation elsewhere counted it (E2.4)."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from console.domain.model.ab_test import ArmResult
from console.estate.models.model_document import MODEL_DOCUMENTS, DocumentKind, ModelDocument
from console.estate.schema.base import EstateModel
from console.kernel.i18n import t

_Milliseconds = Annotated[float, Field(ge=0, le=600_000)]


class AbArm(EstateModel):
    """One arm; counts that were not taken are left out."""

    arm: Literal["experimental", "control", "current"]
    version: str = Field(min_length=1, max_length=100)
    requests: int | None = Field(default=None, ge=0)
    evaluated: int | None = Field(default=None, ge=0, description="Answers that somebody judged.")
    correct: int | None = Field(default=None, ge=0, description="Right ones among them.")
    conversions: int | None = Field(default=None, ge=0)
    latency_ms: tuple[_Milliseconds, ...] = Field(default=(), max_length=20_000, description="Single measurements.")

    @model_validator(mode="after")
    def _parts_of_the_whole(self) -> "AbArm":
        if self.correct is not None and (self.evaluated is None or self.correct > self.evaluated):
            raise ValueError(t("more answers are correct than were evaluated."))
        if self.conversions is not None and (self.requests is None or self.conversions > self.requests):
            raise ValueError(t("there are more conversions than requests."))
        return self

    def result(self) -> ArmResult:
        """Return it as the domain has it."""
        return ArmResult(
            self.arm,
            self.version,
            self.requests,
            self.evaluated,
            self.correct,
            self.conversions,
            latency_s=tuple(one / 1e3 for one in self.latency_ms),
        )


class AbTest(ModelDocument):
    """The arms of one test; each at most once."""

    kind: Literal["ab-test"]
    arms: tuple[AbArm, ...] = Field(min_length=1, max_length=3)

    @model_validator(mode="after")
    def _each_once(self) -> "AbTest":
        names = [one.arm for one in self.arms]
        if len(set(names)) != len(names):
            raise ValueError(t("each arm may be named once."))
        return self


MODEL_DOCUMENTS.add(DocumentKind("ab-test", AbTest))
