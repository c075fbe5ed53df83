"""A document: blocks with a title, a language and the one moment that it knows of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.report.block import Block


@dataclass(frozen=True, slots=True)
class Document:
    """``created_s`` (unix seconds) is the only moment that gets into the files, so the same input gives the same bytes.

    ``facts`` stand under the title; ``label`` stands on every page and sheet (what a reader must not forget).
    ``language`` is ``en`` or ``ja``: the language that the texts are in.
    """

    title: str
    blocks: tuple[Block, ...]
    language: str = "en"
    created_s: float = 0.0
    subtitle: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    label: str = ""
