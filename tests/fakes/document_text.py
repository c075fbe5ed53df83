"""Everything that a document says, and its numbers."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from console.domain.report.document import Document
from console.domain.report.heading import Heading
from console.domain.report.value import Value


def texts(part: Any) -> Iterator[str]:
    """Every text of a document or block."""
    if isinstance(part, str):
        yield str(part)
    elif isinstance(part, tuple):
        for one in part:
            yield from texts(one)
    elif is_dataclass(part):
        for one in fields(part):
            yield from texts(getattr(part, one.name))


def values(part: Any) -> Iterator[Value]:
    """Every typed value of a document or block."""
    if isinstance(part, Value):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from values(one)
    elif is_dataclass(part):
        for one in fields(part):
            yield from values(getattr(part, one.name))


def chapter(document: Document, title: str) -> tuple[Any, ...]:
    """The blocks below a heading of the first level."""
    places = [index for index, one in enumerate(document.blocks) if isinstance(one, Heading) and one.level == 1]
    begin = next(index for index in places if document.blocks[index].text == title)
    return document.blocks[begin + 1 : next((one for one in places if one > begin), None)]


def headings(document: Document, level: int) -> list[str]:
    """The headings of one level."""
    return [one.text for one in document.blocks if isinstance(one, Heading) and one.level == level]
