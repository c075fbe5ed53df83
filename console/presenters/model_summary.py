"""Every section of every edge model of the estate, the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.kernel.i18n import t
from console.presenters.model_section import model_sections
from console.presenters.model_view import ModelView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.health import Health
    from console.estate.models.model_documents import ModelDocuments
    from console.presenters.model_sheet import SectionSheet
    from console.store.state import State


class SummaryRow(NamedTuple):
    """One section of one model; ``sheet`` is all of it."""

    model: str
    model_title: str
    section: str
    title: str
    health: Health
    headline: str
    sheet: SectionSheet


def model_summary(state: State, documents: ModelDocuments, now_s: float) -> tuple[SummaryRow, ...]:
    """Return one row per section and model, the worst first; equally healthy ones in the order of the sections."""
    rows = [*_rows(state, documents, now_s)]
    return tuple(sorted(rows, key=lambda row: -row.health))


def _rows(state: State, documents: ModelDocuments, now_s: float) -> Iterator[SummaryRow]:
    models = state.estate.models if state.estate is not None else ()
    views = [ModelView(state, model, documents, now_s) for model in models]
    for section in model_sections():
        for view in views:
            sheet = section.build(view)
            title = view.model.title or view.model.key
            yield SummaryRow(view.model.key, title, section.key, section.title(), sheet.health, sheet.headline, sheet)


def document_notes(documents: ModelDocuments) -> tuple[str, ...]:
    """Return one sentence per document that cannot be used."""
    return tuple(
        t("{model}: {error} {hint}", model=one.model, error=one.message, hint=one.hint) for one in documents.faults
    )
