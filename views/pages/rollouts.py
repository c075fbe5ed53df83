"""Rollouts: declared here, loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.registry import PAGES, PageKind

if TYPE_CHECKING:
    from views.page import Page, PageContext


def _build(context: PageContext) -> Page:
    from views.rollouts.rollouts_page import RolloutsPage  # noqa: PLC0415 - not before it is shown

    return RolloutsPage(context)


PAGES.add(
    PageKind(
        key="rollouts",
        title="Rollouts",
        question="What is being rolled out, what waits for me, and what was taken back?",
        icon="rollouts",
        letter="f",
        order=40,
        build=_build,
    )
)
