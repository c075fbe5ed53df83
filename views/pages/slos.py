"""SLOs: declared here, loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.registry import PAGES, PageKind

if TYPE_CHECKING:
    from views.page import Page, PageContext


def _build(context: PageContext) -> Page:
    from views.slo.slos_page import SlosPage  # noqa: PLC0415 - not before it is shown

    return SlosPage(context)


PAGES.add(
    PageKind(
        key="slos",
        title="SLOs",
        question="Which promise breaks next, and how much of its budget is left?",
        icon="slo",
        letter="b",
        order=30,
        build=_build,
    )
)
