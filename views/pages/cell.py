"""Cell: declared here, loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.registry import PAGES, PageKind

if TYPE_CHECKING:
    from views.page import Page, PageContext


def _build(context: PageContext) -> Page:
    from views.cells.cell_page import CellPage  # noqa: PLC0415 - not before it is shown

    return CellPage(context)


PAGES.add(
    PageKind(
        key="cell",
        title="Cell",
        question="What is in this cell, how well is each part, and what comes first?",
        icon="cell",
        letter="c",
        order=20,
        build=_build,
    )
)
