"""Pages of documentation: their headings, and their words without code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FENCE = re.compile(r"^ {0,3}(`{3,}+|~{3,}+)[^\n]*\n.*?(^ {0,3}\1`*~*\s*$|\Z)", re.M | re.S)
_FRONT = re.compile(r"\A---\n.*?\n---\s*$", re.M | re.S)
_COMMENT, _COMMENT_END = re.compile(r"<!--.*?-->", re.S), "-->"
_MOST_TITLE = 400
_ATX = re.compile(r"^ {0,3}(#{1,6}|={1,5}) +(.+?)(?: +[#=]+)?\s*$")
_UNDERLINE = re.compile(r"^ {0,3}([=\-~^*+#\"'`:.])\1{2,}\s*$")
_HTML = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.I)
# What stands in backticks is no markup, and <T> with signs inside is no tag.
_MARKUP = re.compile(
    r"`+([^`\n]+)`+|<!--[^\n]*?-->|</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|!?\[([^\]]*)\]\([^)]*\)|[*`]"
)


class Heading(NamedTuple):
    """``line`` counts from 1; ``title`` without markup."""

    line: int
    title: str


def prose(text: str) -> str:
    """Return a page with its settings, code and comments blanked out, lines in their places."""
    return _FENCE.sub(_blank, without_comments(_FRONT.sub(_blank, text, count=1), _blank))


def without_comments(text: str, blank: Callable[[re.Match[str]], str]) -> str:
    """Return a page with ``blank`` of its comments in their places; one without an end is none, nor looked for."""
    last = text.rfind(_COMMENT_END) + len(_COMMENT_END)
    return _COMMENT.sub(blank, text[:last]) + text[last:] if _COMMENT_END in text else text


def headings(text: str) -> tuple[Heading, ...]:
    """Return the headings of a Markdown, reStructuredText or AsciiDoc page."""
    return tuple(_headings(prose(text).splitlines()))


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _headings(lines: list[str]) -> Iterator[Heading]:
    for number, line in enumerate((one[:_MOST_TITLE] for one in lines), 1):
        below = lines[number] if number < len(lines) else ""
        match = _ATX.match(line) or _HTML.search(line)
        if match is not None:
            yield Heading(number, _plain(match[2]))
        elif line.strip() and not _UNDERLINE.match(line) and _UNDERLINE.match(below):
            yield Heading(number, _plain(line))


def _plain(title: str) -> str:
    return _MARKUP.sub(lambda match: match[1] or _plain(match[2] or ""), title).strip()
