"""A document written in one of the formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import Speaking
from console.kernel.registry import load_all
from console.reports.cleaned import cleaned
from console.reports.renderer import RENDERERS, Rendered

if TYPE_CHECKING:
    from console.domain.report.document import Document


def render(document: Document, format_key: str) -> bytes:
    """Return the file's content, the same bytes for the same document; CPU-bound, up to seconds.

    What a renderer says itself (Contents, Page) is in the document's language.
    """
    return rendered(document, format_key).content


def rendered(document: Document, format_key: str) -> Rendered:
    """Return the same with what became of characters that no font has."""
    load_all("console.reports.renderers")
    renderer = RENDERERS.get(format_key)
    with Speaking(document.language):
        made = renderer.render(cleaned(document))
    return made if isinstance(made, Rendered) else Rendered(made)
