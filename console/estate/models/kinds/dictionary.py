"""The document of a dictionary: its words and how they were used (E3.1)."""

from datetime import date
from typing import Literal

from pydantic import Field

from console.domain.model.dictionary import WordUse
from console.estate.models.model_document import MODEL_DOCUMENTS, DocumentKind, ModelDocument
from console.estate.schema.base import EstateModel


class DictionaryWord(EstateModel):
    """A word with its uses of the last 90 days."""

    word: str = Field(min_length=1, max_length=200)
    uses: int = Field(ge=0)
    last_used: date | None = None


class Dictionary(ModelDocument):
    """The deployed dictionary."""

    kind: Literal["dictionary"]
    size_bytes: int | None = Field(default=None, ge=0, description="Size of the deployed file.")
    words: tuple[DictionaryWord, ...] = Field(max_length=20_000)

    def uses(self) -> tuple[WordUse, ...]:
        """Return its words as the domain has them."""
        return tuple(WordUse(one.word, one.uses, one.last_used) for one in self.words)


MODEL_DOCUMENTS.add(DocumentKind("dictionary", Dictionary))
