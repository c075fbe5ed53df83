"""The documents of an estate's models, as they were found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Generic, TypeVar

from console.estate.models.model_document import ModelDocument

Document = TypeVar("Document", bound=ModelDocument)
Read_co = TypeVar("Read_co", bound=ModelDocument, covariant=True)


@dataclass(frozen=True, slots=True)
class FoundDocument(Generic[Read_co]):
    """A document with its file's name; ``report`` is what follows from the files that it names."""

    document: Read_co
    file: str
    report: object = None


@dataclass(frozen=True, slots=True)
class DocumentFault:
    """A document that cannot be used: which model names it, and why."""

    model: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class ModelDocuments:
    """The newest document of each kind by (model, kind), and those that cannot be used.

    ``complete`` is false while they are still being read.
    """

    found: Mapping[tuple[str, type[ModelDocument]], FoundDocument[ModelDocument]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    faults: tuple[DocumentFault, ...] = ()
    complete: bool = True

    def find(self, model: str, kind: type[Document]) -> FoundDocument[Document] | None:
        """Return the newest document of a kind about a model; ``None`` when there is none that can be used."""
        return self.found.get((model, kind))  # type: ignore[return-value]  # stored under its own type
