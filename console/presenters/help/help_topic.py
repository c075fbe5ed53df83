"""A help topic: one Markdown file of ``resources/help``, with the sections that links lead to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADING = re.compile(r"^(#{1,3}) (.+?)(?: \{#([a-z0-9_-]+)\})?$")
_MARKUP = re.compile(r"\[([^\]]+)\]\([^)]*\)|[*`]+")


class HelpSection(NamedTuple):
    """A heading with what stands below it until the next one; ``key`` is empty where no link leads.

    ``line`` is where the heading stands in the topic's text, from 1.
    """

    key: str
    title: str
    line: int
    body: str

    @property
    def summary(self) -> str:
        """Return the first paragraph as plain text."""
        return plain(self.body.strip().split("\n\n")[0])


class HelpTopic(NamedTuple):
    """``text`` is Markdown without the marks of sections; the first section is the topic's own heading."""

    key: str
    title: str
    text: str
    sections: tuple[HelpSection, ...]

    def line_of(self, section: str) -> int:
        """Return the line of a section; that of the beginning where there is none of that key."""
        return next((one.line for one in self.sections if section and one.key == section), 1)


def read_topic(key: str, source: str) -> HelpTopic:
    """Return the topic that a file holds."""
    lines = source.splitlines()
    heads = list(_heads(lines))
    shown = list(lines)
    for number, marks, title, _key in heads:
        shown[number] = f"{marks} {title}"
    ends = [*(number for number, *_ in heads[1:]), len(lines)]
    sections = tuple(
        HelpSection(name, title, number + 1, "\n".join(lines[number + 1 : end]))
        for (number, _marks, title, name), end in zip(heads, ends, strict=True)
    )
    return HelpTopic(key, sections[0].title, "\n".join(shown), sections)


def _heads(lines: list[str]) -> Iterator[tuple[int, str, str, str]]:
    in_code = False
    for number, line in enumerate(lines):
        if line.startswith("```"):
            in_code = not in_code
        elif not in_code and (found := _HEADING.match(line)):
            yield number, found[1], found[2], found[3] or ""


def plain(text: str) -> str:
    """Return Markdown as plain words: links by their words, no marks, one line."""
    return " ".join(_MARKUP.sub(lambda found: found[1] or "", text).split())
