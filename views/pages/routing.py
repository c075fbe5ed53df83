"""Routing & quotas: declared here, loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.registry import PAGES, PageKind

if TYPE_CHECKING:
    from views.page import Page, PageContext


def _build(context: PageContext) -> Page:
    from views.routing.routing_page import RoutingPage  # noqa: PLC0415 - not before it is shown

    return RoutingPage(context)


PAGES.add(
    PageKind(
        key="routing",
        title="Routing & quotas",
        question="Where does traffic go that nobody agreed to, and which limit is met next?",
        icon="routing",
        letter="w",
        order=50,
        build=_build,
    )
)
