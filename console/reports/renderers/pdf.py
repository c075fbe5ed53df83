"""PDF by typst: tagged and accessible (PDF/UA-1, PDF/A-2a), fonts embedded; texts are data to it, never markup."""

from __future__ import annotations

import json
from pathlib import Path

import resources
from console.domain.report.document import Document
from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.presenters.format import local_minute
from console.reports.pdf_block import breakable, pdf_blocks
from console.reports.pdf_font import font_book, font_families
from console.reports.renderer import RENDERERS, Renderer
from console.reports.svg.canvas import clipped
from console.reports.svg.palette import colour

_RUNNING = 330.0  # points that the title may take in the head of a page
_TOKENS = ("text", "muted", "border", "sunken", "accent", "ok", "warning", "critical", "unknown",
           "accent_soft", "ok_soft", "warning_soft", "critical_soft", "unknown_soft")  # fmt: skip


def render_pdf(document: Document) -> bytes:
    """Return the file; raise ``ConsoleError`` when the typesetter fails."""
    import typst  # noqa: PLC0415 - native code of 30 MB, only for this

    file = Path(resources.__path__[0]) / "reports" / "document.typ"
    try:
        compiler = typst.Compiler(
            input=file.read_bytes(),
            font_paths=font_book(),
            sys_inputs={"document": json.dumps(_form(document), ensure_ascii=False)},
        )
        made = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=int(document.created_s))
    except typst.TypstError as error:
        raise ConsoleError(f"The PDF could not be made: {error.message}", "Choose another format.") from error
    assert isinstance(made, bytes)
    return made


def _form(document: Document) -> dict[str, object]:
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
        "words": {"contents": t("Contents"), "page": t("Page {page} of {pages}", page="{page}", pages="{pages}")},
        "colours": {token: colour(token) for token in _TOKENS},
        "blocks": pdf_blocks(document),
    }


RENDERERS.add(Renderer("pdf", lambda: t("PDF document"), render_pdf))
