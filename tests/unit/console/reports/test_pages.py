"""Documents as pages: rendered to pictures in build/report-pages, where people look at them. (proves L4.5)"""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from console.domain.report.document import Document
from console.kernel.i18n import Speaking
from console.reports.render import render
from tests.fakes.pdf_pages import PdfPages
from tests.fakes.reviewed_estate import WEEK, made, state
from tests.fakes.sample_document import document

LONG = "a" * 300 + " " + "東京" * 120 + ' sum(rate(x{cell=~"a|b|c"}[5m]))by(cell)' * 6
MARGIN_MM, PAGE_MM = 9.0, 210.0


def document_of(name: str) -> Document:
    if name == "blocks":
        return document("Frankfurt <b> #1", count=2)
    if name == "long":
        return document(LONG, count=1)
    with Speaking("ja" if name.endswith("ja") else "en"):
        return made(state(is_lab=True), span=WEEK) if name.startswith("week") else made()


def ink_beside(picture: QImage) -> int:
    """How many dark points there are in the left and right margins."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    points = np.frombuffer(bytes(grey.constBits()), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    edge = round(grey.width() * MARGIN_MM / PAGE_MM)
    return int((points[:, :edge] < 200).sum() + (points[:, grey.width() - edge : grey.width()] < 200).sum())


@pytest.mark.parametrize("name", ["month-en", "month-ja", "week-en", "blocks", "long"])
def test_every_page_has_text_and_nothing_runs_over_its_margins(name: str, root_dir: Path) -> None:
    content = render(document_of(name), "pdf")
    (root_dir / "build" / "report-pages").mkdir(parents=True, exist_ok=True)
    (root_dir / "build" / "report-pages" / f"{name}.pdf").write_bytes(content)
    with PdfPages(content) as pages:
        pictures = pages.save_pictures(root_dir / "build" / "report-pages", name)
        assert all(len(text.split()) > 12 for text in pages.texts)
    assert [index for index, one in enumerate(pictures, 1) if ink_beside(one)] == []
