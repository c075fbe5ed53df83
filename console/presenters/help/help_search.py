"""Searching the help: every word typed must occur in a section; where it stands in a heading counts most."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from console.presenters.help.help_contents import help_topics
from console.presenters.help.help_topic import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.presenters.help.help_topic import HelpSection, HelpTopic

MOST = 60
_AROUND = 60
_CODE = re.compile(r"```.*?```|^- ", re.DOTALL | re.MULTILINE)


class HelpHit(NamedTuple):
    """A section that fits: ``title`` is its heading, ``note`` what stands around the first word there."""

    topic: HelpTopic
    section: HelpSection
    note: str


def search_help(query: str) -> tuple[HelpHit, ...]:
    """Return the sections in which every word of ``query`` occurs, the best first; none for an empty query."""
    words = query.casefold().split()
    if not words:
        return ()
    found = sorted(_fitting(words), key=lambda one: one[0], reverse=True)
    return tuple(HelpHit(topic, section, _note(section, words[0])) for _, topic, section in found[:MOST])


def _fitting(words: list[str]) -> Iterator[tuple[int, HelpTopic, HelpSection]]:
    for topic in help_topics():
        for section in topic.sections:
            title, whole = section.title.casefold(), f"{section.title}\n{section.body}".casefold()
            if all(word in whole for word in words):
                yield sum(_worth(word, title) for word in words), topic, section


def _worth(word: str, title: str) -> int:
    return 3 if title == word else 2 if title.startswith(word) else 1 if word in title else 0


def _note(section: HelpSection, word: str) -> str:
    text = plain(_CODE.sub("", section.body))
    place = max(text.casefold().find(word), 0)
    begin = max(0, place - _AROUND // 2)
    return ("…" if begin else "") + text[begin : begin + 2 * _AROUND].strip()
