"""Overview: declared here, loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.registry import PAGES, PageKind

if TYPE_CHECKING:
    from views.page import Page, PageContext


def _build(context: PageContext) -> Page:
    from views.cells.overview_page import OverviewPage  # noqa: PLC0415 - not before it is shown

    return OverviewPage(context)


PAGES.add(
    PageKind(
        key="overview",
        title="Overview",
        question="Which cell needs me, and where does its traffic come from?",
        icon="overview",
        letter="o",
        order=10,
        build=_build,
    )
)
