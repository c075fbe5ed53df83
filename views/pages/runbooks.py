"""Runbooks: declared here, loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.registry import PAGES, PageKind

if TYPE_CHECKING:
    from views.page import Page, PageContext


def _build(context: PageContext) -> Page:
    from views.runbooks.runbooks_page import RunbooksPage  # noqa: PLC0415 - not before it is shown

    return RunbooksPage(context)


PAGES.add(
    PageKind(
        key="runbooks",
        title="Runbooks",
        question="What fits what is happening, what runs now, and what came of it the last time?",
        icon="runbooks",
        letter="r",
        order=110,
        build=_build,
    )
)
