"""The document of a vocabulary's coverage: tokens per day, and the tokens that are not covered (E3.2)."""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from console.domain.model.vocabulary import DayCoverage
from console.estate.models.model_document import MODEL_DOCUMENTS, DocumentKind, ModelDocument
from console.estate.schema.base import EstateModel
from console.kernel.i18n import t


class CoverageDay(EstateModel):
    """Tokens of one day and those that the dictionary covered."""

    day: date
    tokens: int = Field(ge=0)
    covered: int = Field(ge=0)

    @model_validator(mode="after")
    def _part_of_the_whole(self) -> "CoverageDay":
        if self.covered > self.tokens:
            raise ValueError(t("more tokens are covered than there were."))
        return self


class UncoveredToken(EstateModel):
    """A token that the dictionary lacks, and how often it was used in the last 30 days."""

    token: str = Field(min_length=1, max_length=200)
    count: int = Field(ge=1)


class Vocabulary(ModelDocument):
    """Coverage by day, and what is missing most."""

    kind: Literal["vocabulary"]
    days: tuple[CoverageDay, ...] = Field(max_length=400)
    uncovered: tuple[UncoveredToken, ...] = Field(default=(), max_length=20_000)

    def coverage(self) -> tuple[DayCoverage, ...]:
        """Return its days as the domain has them; a day that is listed twice counts together."""
        found: dict[date, DayCoverage] = {}
        for one in self.days:
            old = found.get(one.day, DayCoverage(one.day, 0, 0))
            found[one.day] = DayCoverage(one.day, old.tokens + one.tokens, old.covered + one.covered)
        return tuple(found.values())

    def missing(self) -> dict[str, int]:
        """Return the uncovered tokens with their counts; a token that is listed twice counts together."""
        found: dict[str, int] = {}
        for one in self.uncovered:
            found[one.token] = found.get(one.token, 0) + one.count
        return found


MODEL_DOCUMENTS.add(DocumentKind("vocabulary", Vocabulary))
