"""Resources: declared here, loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.registry import PAGES, PageKind

if TYPE_CHECKING:
    from views.page import Page, PageContext


def _build(context: PageContext) -> Page:
    from views.resources.resources_page import ResourcesPage  # noqa: PLC0415 - not before it is shown

    return ResourcesPage(context)


PAGES.add(
    PageKind(
        key="resources",
        title="Resources",
        question="What is in the clusters, and what does each object say of itself?",
        icon="resources",
        letter="s",
        order=65,
        build=_build,
    )
)
