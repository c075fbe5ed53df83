"""Autoscaling: declared here, loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.registry import PAGES, PageKind

if TYPE_CHECKING:
    from views.page import Page, PageContext


def _build(context: PageContext) -> Page:
    from views.cells.autoscaling_page import AutoscalingPage  # noqa: PLC0415 - not before it is shown

    return AutoscalingPage(context)


PAGES.add(
    PageKind(
        key="autoscaling",
        title="Autoscaling",
        question="What scales, what blocks it, and where does the backpressure stop?",
        icon="autoscaling",
        letter="a",
        order=60,
        build=_build,
    )
)
