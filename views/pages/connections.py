"""Connections & settings: declared here, loaded when it is first shown."""

from views.page import Page, PageContext
from views.registry import PAGES, PageKind


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
    )
)
