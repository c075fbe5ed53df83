"""PDF by typst: tagged and accessible (PDF/UA-1, PDF/A-2a), fonts embedded; texts are data to it, never markup."""

from __future__ import annotations

from pathlib import Path

import resources
from console.domain.report.document import Document
from console.kernel.i18n import t
from console.presenters.format import local_minute
from console.reports.pdf_block import breakable, pdf_blocks
from console.reports.pdf_font import font_families, marked_note, unseen_note
from console.reports.renderer import RENDERERS, Rendered, Renderer
from console.reports.svg.canvas import clipped
from console.reports.svg.palette import colour
from console.reports.typesetter import typeset

_RUNNING = 330.0  # points that the title may take in the head of a page
_TOKENS = ("text", "muted", "border", "sunken", "accent", "ok", "warning", "critical", "unknown",
           "accent_soft", "ok_soft", "warning_soft", "critical_soft", "unknown_soft")  # fmt: skip


def render_pdf(document: Document) -> Rendered:
    """Return the file, made even where fonts are missing; raise ``ConsoleError`` when the typesetter fails."""
    return typeset(source(), form(document), int(document.created_s))


def source() -> str:
    """Return the template."""
    return (Path(resources.__path__[0]) / "reports" / "document.typ").read_text(encoding="utf-8")


def form(document: Document) -> dict[str, object]:
    """Return the document as the template reads it."""
    return {
        "title": document.title,
        "shown": breakable(document.title),
        "running": clipped(document.title, 8, _RUNNING),
        "subtitle": breakable(document.subtitle),
        "label": clipped(document.label, 8, _RUNNING / 2),
        "language": document.language,
        "facts": [[breakable(name), breakable(text)] for name, text in document.facts],
        "created": local_minute(document.created_s),
        "fonts": list(font_families()),
        "words": {
            "contents": t("Contents"),
            "page": t("Page {page} of {pages}", page="{page}", pages="{pages}"),
            "marked": marked_note("{characters}"),
            "unseen": unseen_note("{characters}"),
        },
        "colours": {token: colour(token) for token in _TOKENS},
        "blocks": pdf_blocks(document),
    }


RENDERERS.add(Renderer("pdf", lambda: t("PDF document"), render_pdf))
