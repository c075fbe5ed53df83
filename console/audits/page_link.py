"""Where pages of Markdown, reStructuredText and AsciiDoc point to: the targets of their links and pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.document_page import prose

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKDOWN = (".md", ".markdown", ".mdx")
PAGES = (*MARKDOWN, ".rst", ".adoc")
_MARKDOWN = re.compile(
    r"(?<!\\)!?\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\]\(\s*(?:<([^<>\n]+)>|((?:[^()\s<>]|\([^()\s]*\))+))(?:\s+[\"'(][^)\n]*)?\)"
    r"|^ {0,3}\[(?!\^)[^\]\n]+\]:\s+<?(\S+?)>?(?:\s|$)"
    r"|<(?:a|img)\b[^<>]*?\b(?:href|src)=[\"']([^\"'\s]+)[\"']",
    re.M | re.I,
)
_PICTURE = re.compile(r"!\[[^\[\]\n]*\]\(\s*(?:<([^<>\n]+)>|([^()\s<>]+))")
_SPAN = re.compile(r"(?<!`)(`++)[^\n]+?(?<!`)\1(?!`)")
_INDENTED = re.compile(r"(?<=\n\n)(?: {4}|\t)[^\n]*(?:\n(?: {4}|\t)[^\n]*)*")
_LISTED = re.compile(r"^\s*(?:[-*+]|\d+[.)]|\[\^[^\]]+\]:|!!!|\?\?\?|===)(?:\s|$)|^(?: {2,}|\t)\S")
_TEXT = re.compile(
    r"^[ \t]*\.\. (?:\|[^|\n]+\| )?(?:image|figure|include|literalinclude):: +(\S+)"
    r"|(?<![:\w])`[^`<\n]*<([^<>`\n]+(?<!(?<!\\)_))>`__?"  # <name_> is another link of the page
    r"|:external[+\w.:-]*`[^`\n]*`"  # of another project
    r"|:(?:doc|download):`(?:[^`<\n]*<)?([^`<>\n]+)>?`",
    re.M,
)
_LITERAL = re.compile(
    r"^(?!\.\. )[^\n]*::[ \t]*\n(?:[ \t]*\n)+(?:[ \t]+[^\n]*\n|[ \t]*\n)+"
    r"|^[ \t]*\.\. (?:code|code-block|sourcecode|parsed-literal)::[^\n]*\n(?:[ \t]+[^\n]*\n|[ \t]*\n)+",
    re.M,
)
_BUILT = re.compile(r"\.html?(#|$)|(^|/)(_build|_?generated|gen|auto_examples|_autosummary)/")
_ASCII = re.compile(r"(?<![\w/])(link|xref|image|include):{1,2}([^\[\s]+)\[")
_LISTING = re.compile(r"^(-{4,}|\.{4,}|/{4,})[ \t]*\n.*?^\1[ \t]*$|^//[^\n]*", re.M | re.S)


class PageLink(NamedTuple):
    """``line`` counts from 1; ``target`` as it is written."""

    line: int
    target: str


def page_links(path: str, text: str) -> Iterator[PageLink]:
    """Yield what a page points to; code and comments point nowhere."""
    ending = f".{path.rpartition('.')[2].lower()}"
    if ending in MARKDOWN:
        yield from _of_markdown(text)
    elif ending == ".rst":
        yield from _of_text(text)
    elif ending == ".adoc" and "/pages/" not in path:  # pages of an Antora site have addresses of their own
        yield from _of_ascii(text)


def _of_markdown(text: str) -> Iterator[PageLink]:
    shown = prose(text)
    shown = _INDENTED.sub(_without_code, shown) if "\n\n    " in shown or "\n\n\t" in shown else shown
    shown = _SPAN.sub(lambda match: " " * len(match[0]), shown)
    for match in _MARKDOWN.finditer(shown):
        group = next(one for one in (1, 2, 3, 4) if match[one])
        line = shown.count("\n", 0, match.start(group)) + 1
        if group <= 2 and "![" in (words := shown[match.start() + 1 : match.start(group)]):
            yield from (PageLink(line, one[1] or one[2]) for one in _PICTURE.finditer(words))
        yield PageLink(line, match[group])


def _without_code(match: re.Match[str]) -> str:
    """Return an indented block blanked out, unless it goes on with a list or a note above."""
    above = match.string[: match.start()].rstrip().rpartition("\n")[2]
    return match[0] if _LISTED.match(above) else "\n" * match[0].count("\n")


def _of_text(text: str) -> Iterator[PageLink]:
    shown = _LITERAL.sub(lambda match: "\n" * match[0].count("\n"), text)
    shown = re.sub(r"``[^`\n]+``", "", shown)
    for match in _TEXT.finditer(shown):
        group = next((one for one in (1, 2, 3) if match[one]), 0)
        if group and not _BUILT.search(match[group]):
            yield PageLink(shown.count("\n", 0, match.start(group)) + 1, match[group])


def _of_ascii(text: str) -> Iterator[PageLink]:
    shown = _LISTING.sub(lambda match: "\n" * match[0].count("\n"), text)
    for match in _ASCII.finditer(shown):
        is_elsewhere = match[1] == "image" and ":imagesdir:" in text
        is_place = match[1] == "xref" and not re.search(r"[./]", match[2])  # a heading of the same page
        if not is_elsewhere and not is_place:
            yield PageLink(shown.count("\n", 0, match.start(2)) + 1, match[2])
