"""Columns of tables in PDFs: shares are kept where they can be, and no column is squeezed out. (proves L4.5)"""

import pytest

from console.domain.report.code import Code
from console.domain.report.document import Document
from console.domain.report.paragraph import Paragraph
from console.domain.report.table import Column, Table
from console.reports.pdf_block import pdf_blocks
from console.reports.render import render
from tests.fakes.pdf_pages import PdfPages

MOMENTS = "2026-11-05 06:30:00, 2026-11-05 07:53:20, 2026-11-05 09:00:00"


def widths(columns: tuple[Column, ...], row: tuple[str, ...]) -> list[float]:
    (block,) = pdf_blocks(Document("Tables", (Table(columns, (row,)),)))
    found: list[float] = block["widths"]
    return found


@pytest.mark.parametrize(
    ("name", "began", "is_kept"),
    [("CellErrors", "2026-11-05 06:30:00", True), ("NewsletterErrorBudgetBurnsTooFast", MOMENTS, False)],
)
def test_a_column_that_asks_for_the_rest_of_the_page_gets_room_also_beside_long_ones(
    name: str, began: str, is_kept: bool
) -> None:
    columns = (Column("Alert"), Column("Labels", share=1.0), Column("Began", is_right=True))
    found = widths(columns, (name, "namespace=cell-tokyo service=checkout-gateway", began))
    assert (found == [0.0, 1.0, 0.0]) is is_kept
    assert found[1] >= (1.0 if is_kept else 60.0)
    assert is_kept or found[1] > 0.25 * sum(found)


def test_where_every_column_asks_for_a_share_they_are_kept() -> None:
    columns = tuple(Column(f"Column {one}", share=0.1) for one in range(8))
    assert widths(columns, ("a long text " * 20,) * 8) == [0.1] * 8


def test_what_a_query_is_called_never_stands_alone_at_the_end_of_a_page() -> None:
    asked = [(Paragraph(f"Title {one}", is_muted=True), Code("\n".join(["sum(x)"] * 3))) for one in range(80)]
    with PdfPages(render(Document("Queries", tuple(block for pair in asked for block in pair)), "pdf")) as pages:
        ends = [text.strip().splitlines()[-2] for text in pages.texts]
    assert len(ends) > 3
    assert set(ends) == {"sum(x)"}
