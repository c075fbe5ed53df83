"""One edge model with everything that is known of it: what the sections are made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from console.domain.edge.edge_worker import EdgeWorker
from console.domain.health import Health
from console.domain.model.model_reading import TOPIC, ModelReading
from console.kernel.i18n import t
from console.presenters.format import ago
from console.presenters.model_sheet import SectionSheet, SheetEvidence
from console.presenters.watched_model import metric_server, watched_model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.model.model_watch import ModelWatch
    from console.estate.models.model_document import ModelDocument
    from console.estate.models.model_documents import FoundDocument, ModelDocuments
    from console.estate.schema.edge_model import EdgeModel
    from console.store.state import State

    Document = TypeVar("Document", bound=ModelDocument)


@dataclass(frozen=True)
class ModelView:
    """``now_s`` is unix seconds. Nothing is read here: the state and the documents are what they are."""

    state: State
    model: EdgeModel
    documents: ModelDocuments
    now_s: float

    @cached_property
    def _readings(self) -> dict[str, tuple[ModelReading, ...]]:
        found: dict[str, list[ModelReading]] = {}
        for (_, topic), table in self.state.objects.items():
            if topic != TOPIC:
                continue
            for row in table.rows.values():
                if isinstance(row, ModelReading) and row.ref.namespace == self.model.key:
                    found.setdefault(row.measure, []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    def readings(self, measure: str) -> tuple[ModelReading, ...]:
        """Return every reading of a measure, one per split; empty when it was never read."""
        return self._readings.get(measure, ())

    def reading(self, measure: str, *splits: str) -> ModelReading | None:
        """Return the reading of a measure at its splits."""
        return next((one for one in self.readings(measure) if one.splits == splits), None)

    def value(self, measure: str, *splits: str) -> float | None:
        """Return the number of a reading; ``None`` when nobody told it."""
        found = self.reading(measure, *splits)
        return None if found is None else found.value

    def evidence(self, measure: str, *splits: str) -> SheetEvidence:
        """Return where a reading comes from; for a split that was not told, the query that asked for it."""
        found = self.reading(measure, *splits) or next(iter(self.readings(measure)), None)
        return SheetEvidence() if found is None else SheetEvidence(found.query, found.ref.connection, found.at_s)

    def refusals(self, *measures: str) -> Iterator[str]:
        """Yield one sentence for each query that the server refused."""
        for measure in measures:
            for one in self.readings(measure):
                if one.error:
                    yield t("The query of {measure} was refused: {error}", measure=measure, error=one.error)

    @cached_property
    def watch(self) -> ModelWatch:
        """Return every measure of the live thresholds, and the alert levels that are on."""
        return watched_model(self.state, self.model, self.now_s)

    @property
    def read_s(self) -> float:
        """Return when the model's metrics were read last: of what happened since then nobody knows anything."""
        table = self.state.table(metric_server(self.state, self.model), TOPIC)
        return self.now_s if table is None else min(self.now_s, table.at_s)

    def document(self, kind: type[Document]) -> FoundDocument[Document] | None:
        """Return the newest document of a kind about this model."""
        return self.documents.find(self.model.key, kind)

    def no_document(self, sentence: str, kind: str) -> SectionSheet:
        """Return the section for want of a document of a kind; ``sentence`` says of what nobody tells."""
        if not self.documents.complete:
            return SectionSheet(Health.UNKNOWN, t("Reading the documents …"))
        note = t("Name a document of the kind {kind} in the estate file, under documents of the model.", kind=kind)
        return SectionSheet(Health.UNKNOWN, sentence, notes=(note,))

    @property
    def worker(self) -> EdgeWorker | None:
        """Return the Worker that runs the model, when the edge provider told of it."""
        rows = self.state.rows(self.model.account, "edge-workers", EdgeWorker)
        return next((row for row in rows if row.ref.name == self.model.worker), None)


def document_evidence(found: FoundDocument[ModelDocument]) -> SheetEvidence:
    """Return a document as evidence: its file, what made it, and when it was measured."""
    document = found.document
    source = f"{found.file} ({document.source})" if document.source else found.file
    return SheetEvidence(source=source, read_at_s=document.made_at.timestamp())


def document_age(proof: SheetEvidence, now_s: float) -> str:
    """Return how old the numbers of a document are, in a sentence: they are not read anew by themselves."""
    return t("Measured {age}, told by {document}.", age=ago(proof.read_at_s, now_s), document=proof.source)
