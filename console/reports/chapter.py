"""The chapters of a document: what stands below each heading of the first level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.report.heading import Heading

if TYPE_CHECKING:
    from console.domain.report.block import Block
    from console.domain.report.document import Document

LEAST_WITH_CONTENTS = 4


@dataclass(frozen=True, slots=True)
class Chapter:
    """``title`` is empty for what stands before the first heading."""

    title: str
    blocks: tuple[Block, ...]


def chapters(document: Document) -> tuple[Chapter, ...]:
    """Return the chapters in order, without their own headings; levels never skip one on the way down."""
    found: list[tuple[str, list[Block]]] = [("", [])]
    deepest = 1
    for block in document.blocks:
        if isinstance(block, Heading) and block.level <= 1:
            found.append((block.text, []))
            deepest = 1
        elif isinstance(block, Heading):
            deepest = min(block.level, deepest + 1)
            found[-1][1].append(Heading(block.text, deepest))
        else:
            found[-1][1].append(block)
    return tuple(Chapter(title, tuple(blocks)) for title, blocks in found if title or blocks)


def has_contents(document: Document) -> bool:
    """Return whether a document is long enough for a table of contents."""
    return sum(bool(one.title) for one in chapters(document)) >= LEAST_WITH_CONTENTS
