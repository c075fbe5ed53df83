"""Audits: declared here, loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.registry import PAGES, PageKind

if TYPE_CHECKING:
    from views.page import Page, PageContext


def _build(context: PageContext) -> Page:
    from views.audits.audits_page import AuditsPage  # noqa: PLC0415 - not before it is shown

    return AuditsPage(context)


PAGES.add(
    PageKind(
        key="audits",
        title="Audits",
        question="Which project is in trouble, what was found, and what would help it most?",
        icon="audits",
        letter="u",
        order=100,
        build=_build,
    )
)
