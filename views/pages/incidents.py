"""Incidents & alerts: declared here, loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.registry import PAGES, PageKind

if TYPE_CHECKING:
    from views.page import Page, PageContext


def _build(context: PageContext) -> Page:
    from views.incidents.incidents_page import IncidentsPage  # noqa: PLC0415 - not before it is shown

    return IncidentsPage(context)


PAGES.add(
    PageKind(
        key="incidents",
        title="Incidents & alerts",
        question="What is wrong, who is on it, and how much time is left to begin?",
        icon="incidents",
        letter="i",
        order=130,
        build=_build,
    )
)
