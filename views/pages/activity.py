"""Activity: declared here, loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.registry import PAGES, PageKind

if TYPE_CHECKING:
    from views.page import Page, PageContext


def _build(context: PageContext) -> Page:
    from views.trail.activity_page import ActivityPage  # noqa: PLC0415 - not before it is shown

    return ActivityPage(context)


PAGES.add(
    PageKind(
        key="activity",
        title="Activity",
        question="Who did what, when and why, and can it be proven?",
        icon="activity",
        letter="t",
        order=150,
        build=_build,
    )
)
