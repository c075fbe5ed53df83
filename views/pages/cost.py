"""Cost: declared here, loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.registry import PAGES, PageKind

if TYPE_CHECKING:
    from views.page import Page, PageContext


def _build(context: PageContext) -> Page:
    from views.cost.cost_page import CostPage  # noqa: PLC0415 - not before it is shown

    return CostPage(context)


PAGES.add(
    PageKind(
        key="cost",
        title="Cost",
        question="Which budget will be passed, and what would save most?",
        icon="cost",
        letter="d",
        order=70,
        build=_build,
    )
)
