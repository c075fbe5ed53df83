"""Lab: declared here, loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.registry import PAGES, PageKind

if TYPE_CHECKING:
    from views.page import Page, PageContext


def _build(context: PageContext) -> Page:
    from views.lab.lab_page import LabPage  # noqa: PLC0415 - not before it is shown

    return LabPage(context)


PAGES.add(
    PageKind(
        key="lab",
        title="Lab",
        question="What can be practised here, what is broken now, and is it healed?",
        icon="lab",
        letter="l",
        order=950,
        build=_build,
        needs_estate=False,
    )
)
