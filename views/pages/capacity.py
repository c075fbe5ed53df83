"""Capacity: declared here, loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.registry import PAGES, PageKind

if TYPE_CHECKING:
    from views.page import Page, PageContext


def _build(context: PageContext) -> Page:
    from views.capacity.capacity_page import CapacityPage  # noqa: PLC0415 - not before it is shown

    return CapacityPage(context)


PAGES.add(
    PageKind(
        key="capacity",
        title="Capacity",
        question="Which cell runs out first, when, and what should change before?",
        icon="capacity",
        letter="p",
        order=120,
        build=_build,
    )
)
