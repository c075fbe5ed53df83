"""Pipeline: declared here, loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.registry import PAGES, PageKind

if TYPE_CHECKING:
    from views.page import Page, PageContext


def _build(context: PageContext) -> Page:
    from views.pipeline.pipeline_page import PipelinePage  # noqa: PLC0415 - not before it is shown

    return PipelinePage(context)


PAGES.add(
    PageKind(
        key="pipeline",
        title="Pipeline",
        question="Which stage waits for whom, and what keeps a cell from the next level?",
        icon="pipeline",
        letter="n",
        order=140,
        build=_build,
    )
)
