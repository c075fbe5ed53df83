"""Carbon: declared here, loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.registry import PAGES, PageKind

if TYPE_CHECKING:
    from views.page import Page, PageContext


def _build(context: PageContext) -> Page:
    from views.carbon.carbon_page import CarbonPage  # noqa: PLC0415 - not before it is shown

    return CarbonPage(context)


PAGES.add(
    PageKind(
        key="carbon",
        title="Carbon",
        question="How clean is the electricity, what do the cells emit, and where should batch work run?",
        icon="carbon",
        letter="e",
        order=80,
        build=_build,
    )
)
