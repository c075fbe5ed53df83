"""Connections & settings: declared here, loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.registry import PAGES, PageKind

if TYPE_CHECKING:
    from views.page import Page, PageContext


def _build(context: PageContext) -> Page:
    from views.settings.connections_page import ConnectionsPage  # noqa: PLC0415 - not before it is shown

    return ConnectionsPage(context)


PAGES.add(
    PageKind(
        key="connections",
        title="Connections & settings",
        question="What is connected, what is not, and why?",
        icon="connections",
        letter="k",
        order=900,
        build=_build,
        needs_estate=False,
    )
)
