"""What every document about an edge model has, and how a kind of document is declared."""

from collections.abc import Callable
from typing import NamedTuple

from pydantic import AwareDatetime, Field

from console.estate.schema.base import EstateModel, Key
from console.kernel.registry import Registry


class ModelDocument(EstateModel):
    """The head of every document; unknown keys are refused, so that a typing error is found."""

    model: Key = Field(description="Key of the model in the estate file.")
    made_at: AwareDatetime = Field(description="When its numbers were measured, with the offset.")
    source: str = Field(default="", max_length=500, description="What measured them, e.g. a job or a notebook.")

    def report(self, read: Callable[[str], bytes]) -> object | None:
        """Return what follows from files that the document names, or nothing; ``read`` returns such a file's bytes.

        Raises ``UserError`` when a file cannot be used. May take a second: never call it on the window's thread.
        """
        del read
        return None


class DocumentKind(NamedTuple):
    """A kind of document: ``key`` is what its ``kind`` says, ``type`` what its content must be."""

    key: str
    type: type[ModelDocument]


MODEL_DOCUMENTS: Registry[DocumentKind] = Registry("kind of model document")
