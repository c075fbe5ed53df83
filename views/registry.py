"""The registry of pages: rail, palette, shortcuts and menus are derived from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from views.page import Page, PageContext


class PageKind(NamedTuple):
    """A page. ``title`` and ``question`` are English keys of ``t``; ``letter`` follows ``g``; ``order`` sorts the rail.

    ``question`` is what the page answers above the fold. ``build`` makes the widget for one window. A page that
    ``needs_estate`` is not shown without one: what stands in its place says why there is none.
    """

    key: str
    title: str
    question: str
    icon: str
    letter: str
    order: int
    build: Callable[[PageContext], Page]
    needs_estate: bool = True


PAGES: Registry[PageKind] = Registry("page")
