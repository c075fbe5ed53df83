"""Workbook: a sheet per chapter, real numbers with their formats, native charts; no text is ever a formula."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from console.domain.report.document import Document
from console.kernel.i18n import t
from console.reports.chapter import chapters
from console.reports.renderer import RENDERERS, Renderer
from console.reports.workbook.chart_sheet import ChartSheet
from console.reports.workbook.page import SheetPage
from console.reports.workbook.sheet_name import sheet_names
from console.reports.workbook.style import Styles

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": True,
}


def render_xlsx(document: Document) -> bytes:
    """Return the file."""
    import xlsxwriter  # noqa: PLC0415 - only for this

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    created = datetime.fromtimestamp(document.created_s, UTC).replace(tzinfo=None)
    book.set_properties({"title": document.title, "subject": document.subtitle, "created": created})
    several = chapters(document)
    numbers = t("Numbers of the charts")
    names = sheet_names([one.title or document.title for one in several] + [numbers])
    styles = Styles(book)
    sheets = [book.add_worksheet(name) for name in names]
    charts = ChartSheet(book, sheets[-1], names[-1], styles)
    for index, (chapter, sheet) in enumerate(zip(several, sheets, strict=False)):
        page = SheetPage(sheet, styles, charts, document)
        if index == 0:
            page.title(document, [] if len(several) < 2 else list(zip(names[1:], several[1:], strict=False)))
        page.chapter(chapter)
    if charts.is_empty:
        sheets[-1].hide()
    book.close()
    return out.getvalue()


RENDERERS.add(Renderer("xlsx", lambda: t("Workbook (Excel, LibreOffice)"), render_xlsx))
