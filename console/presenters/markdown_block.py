"""Markdown as blocks of plain spans: what a text view can paint without ever interpreting markup."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MOST_CHARACTERS = 400_000
_STYLES = {"strong": "bold", "em": "italic", "s": "struck"}
_BOXES = {"[ ] ": "☐", "[x] ": "☑", "[X] ": "☑"}


class MarkdownSpan(NamedTuple):
    """A run of text; ``address`` is where a link leads, which is shown and never followed."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    address: str = ""


class MarkdownBlock(NamedTuple):
    """``kind`` is heading, paragraph, code, row (of a table) or rule; ``line`` is where it begins in the text, from 1.

    ``level`` is that of a heading, ``indent`` the depth of lists and quotes, ``mark`` stands before an item of a list.
    ``info`` is what stands behind a fence, ``cells`` are those of a row (``level`` 1: its heading).
    """

    kind: str
    spans: tuple[MarkdownSpan, ...] = ()
    line: int = 0
    level: int = 0
    indent: int = 0
    mark: str = ""
    info: str = ""
    is_quote: bool = False
    cells: tuple[tuple[MarkdownSpan, ...], ...] = ()


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - not before the first text

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def markdown_blocks(text: str) -> tuple[MarkdownBlock, ...]:
    """Return the blocks of a text; raw HTML is text, a picture is its description, nothing is ever fetched."""
    return tuple(_Walk().blocks(_parser().parse(text[:MOST_CHARACTERS])))


class _Walk:
    """Goes over the tokens once and keeps what surrounds them."""

    def __init__(self) -> None:
        self._marks: list[int | str] = []  # of the lists around: the next number, or the bullet
        self._mark, self._level, self._quotes = "", 0, 0
        self._cells: list[tuple[MarkdownSpan, ...]] | None = None
        self._is_head = False

    def blocks(self, tokens: Sequence[Token]) -> Iterator[MarkdownBlock]:
        for token in tokens:
            self._around(token)
            found = self._block(token)
            if found is not None:
                yield found

    def _around(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self._marks.append("•")
            case "ordered_list_open":
                self._marks.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                self._marks.pop()
            case "list_item_open":
                self._mark = self._next_mark()
            case "blockquote_open" | "blockquote_close":
                self._quotes += token.nesting
            case "heading_open":
                self._level = int(token.tag[1:])
            case "thead_open" | "thead_close":
                self._is_head = token.nesting > 0
            case "tr_open":
                self._cells = []

    def _next_mark(self) -> str:
        mark = self._marks[-1]
        if isinstance(mark, str):
            return mark
        self._marks[-1] = mark + 1
        return f"{mark}."

    def _block(self, token: Token) -> MarkdownBlock | None:
        line = token.map[0] + 1 if token.map else 0
        if token.type in {"fence", "code_block"}:
            code = MarkdownSpan(token.content.rstrip("\n"), code=True)
            return MarkdownBlock("code", (code,), line, 0, len(self._marks), self._taken_mark(), token.info.strip())
        if token.type == "hr":
            return MarkdownBlock("rule", line=line)
        if token.type == "tr_close" and self._cells is not None:
            cells, self._cells = tuple(self._cells), None
            return MarkdownBlock("row", line=line, level=int(self._is_head), cells=cells)
        if token.type != "inline":
            return None
        spans: tuple[MarkdownSpan, ...] = tuple(_spans(token.children or []))
        if self._cells is not None:
            self._cells.append(spans)
            return None
        return self._text(spans, line)

    def _text(self, spans: tuple[MarkdownSpan, ...], line: int) -> MarkdownBlock:
        level, self._level = self._level, 0
        mark = self._taken_mark()
        if mark and spans and spans[0].text[:4] in _BOXES:
            mark = _BOXES[spans[0].text[:4]]
            first = spans[0]._replace(text=spans[0].text[4:])
            return self._made((first, *spans[1:]), line, level, mark)
        return self._made(spans, line, level, mark)

    def _made(self, spans: tuple[MarkdownSpan, ...], line: int, level: int, mark: str) -> MarkdownBlock:
        kind = "heading" if level else "paragraph"
        return MarkdownBlock(kind, spans, line, level, len(self._marks) + self._quotes, mark, "", self._quotes > 0)

    def _taken_mark(self) -> str:
        mark, self._mark = self._mark, ""
        return mark


def _spans(tokens: Sequence[Token]) -> Iterator[MarkdownSpan]:
    now = MarkdownSpan("")
    for token in tokens:
        style = _STYLES.get(token.tag, "")
        if style:
            now = now._replace(**{style: token.nesting > 0})  # type: ignore[arg-type]  # the three are booleans
        elif token.type == "link_open":
            now = now._replace(address=str(token.attrGet("href") or ""))
        elif token.type == "link_close":
            now = now._replace(address="")
        elif token.type in {"softbreak", "hardbreak"}:
            yield now._replace(text=" " if token.type == "softbreak" else "\n")
        elif token.content:
            yield now._replace(text=token.content, code=token.type == "code_inline")
