"""The sections of reviews: each is one file that ends in a registration."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from console.kernel.registry import Registry, load_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from console.domain.report.block import Block
    from console.reports.review_context import ReviewContext


class Place(StrEnum):
    """The chapter of a section: the summary for the board, one per cell, one for the estate, the appendix."""

    BOARD = "board"
    CELL = "cell"
    ESTATE = "estate"
    APPENDIX = "appendix"


@dataclass(frozen=True, slots=True)
class Section:
    """``build`` is pure; it yields nothing at all only where the section has no place (not where data is missing)."""

    key: str
    order: int
    place: Place
    title: Callable[[], str]
    build: Callable[[ReviewContext], Iterable[Block]]
    is_weekly: bool = True


SECTIONS: Registry[Section] = Registry("section")


def sections_of(place: Place) -> tuple[Section, ...]:
    """Return the sections of a chapter in their order."""
    load_all("console.reports.sections")
    return tuple(sorted((one for one in SECTIONS if one.place is place), key=lambda one: (one.order, one.key)))
