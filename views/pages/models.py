"""Models: declared here, loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.registry import PAGES, PageKind

if TYPE_CHECKING:
    from views.page import Page, PageContext


def _build(context: PageContext) -> Page:
    from views.models.models_page import ModelsPage  # noqa: PLC0415 - not before it is shown

    return ModelsPage(context)


PAGES.add(
    PageKind(
        key="models",
        title="Models",
        question="Which edge model is in trouble, and what does it need next?",
        icon="models",
        letter="m",
        order=90,
        build=_build,
    )
)
