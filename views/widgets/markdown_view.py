"""Markdown view: a text from outside, painted span by span; nothing in it is markup for Qt, nothing is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)
from PySide6.QtWidgets import QFrame, QTextBrowser

from console.kernel.visible_text import visible_lines
from console.presenters.markdown_block import markdown_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QTextTable

    from console.presenters.markdown_block import MarkdownBlock, MarkdownSpan
    from views.theme.theme import Theme

_STEPS = {1: "title", 2: "section"}
_INDENT = 2.5


class MarkdownView(QTextBrowser):
    """Read-only; links show where they lead and are not followed. ``show_text`` keeps the place."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._blocks: tuple[MarkdownBlock, ...] = ()
        self._places: dict[int, int] = {}
        self.setReadOnly(True)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        theme.changed.connect(self._paint)

    def show_text(self, text: str) -> None:
        """Show a text in Markdown."""
        blocks = markdown_blocks(visible_lines(text))
        if blocks != self._blocks:
            self._blocks = blocks
            self._paint()

    def leads(self, _address: str) -> bool:
        """Return whether a link can be followed here; then it does not show where it leads."""
        return False

    def show_line(self, line: int) -> None:
        """Scroll to what stands in a line of the text (from 1), or just before it."""
        places = [place for one, place in self._places.items() if one <= line]
        if places:
            cursor = self.textCursor()
            cursor.setPosition(max(places))
            bar = self.verticalScrollBar()
            bar.setValue(round(bar.value() + self.cursorRect(cursor).top()))

    def _paint(self) -> None:
        document = QTextDocument(self)
        document.setDefaultFont(self._theme.font())
        document.setDocumentMargin(self._theme.space(1))
        cursor = QTextCursor(document)
        self._places = {}
        cursor.beginEditBlock()
        at = 0
        while at < len(self._blocks):
            self._places[self._blocks[at].line] = cursor.position()
            at += self._table(cursor, at) if self._blocks[at].kind == "row" else self._one(cursor, at)
        cursor.endEditBlock()
        place = self.verticalScrollBar().value()
        self.setDocument(document)  # deletes the one before, which is this view's child
        self.verticalScrollBar().setValue(place)

    def _one(self, cursor: QTextCursor, at: int) -> int:
        block = self._blocks[at]
        if at:
            cursor.insertBlock()
        cursor.setBlockFormat(self._block_format(block))
        if block.kind == "rule":
            return 1
        if block.kind == "code" and block.info:
            self._caption(cursor, block)
        if block.mark:
            cursor.insertText(f"{block.mark} ", self._span_format(None, block))
        self._insert(cursor, block.spans, block)
        return 1

    def _caption(self, cursor: QTextCursor, block: MarkdownBlock) -> None:
        """Insert what stands behind a fence as a line above its code."""
        above, below = self._block_format(block), self._block_format(block)
        above.setBottomMargin(0)
        below.setTopMargin(0)
        cursor.setBlockFormat(above)
        cursor.insertText(block.info, self._span_format(None, block))
        cursor.insertBlock(below)

    def _insert(self, cursor: QTextCursor, spans: Sequence[MarkdownSpan], block: MarkdownBlock) -> None:
        for span in spans:
            cursor.insertText(span.text.replace("\n", "\u2028"), self._span_format(span, block))
            if span.address and span.address != span.text and not self.leads(span.address):
                cursor.insertText(f" ({span.address})", self._span_format(None, block))

    def _table(self, cursor: QTextCursor, at: int) -> int:
        """Insert the rows from ``at`` on as one table; return how many there were."""
        rows = [self._blocks[at]]
        while at + len(rows) < len(self._blocks) and self._is_next_row(at + len(rows)):
            rows.append(self._blocks[at + len(rows)])
        wide = max(len(one.cells) for one in rows)
        look = QTextTableFormat()
        look.setCellPadding(self._theme.space(0.5))
        look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        look.setBorderBrush(self._theme.colour("border"))
        look.setBorderCollapse(True)
        look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table: QTextTable = cursor.insertTable(len(rows), max(1, wide), look)
        for number, one in enumerate(rows):
            for place, spans in enumerate(one.cells):
                self._insert(table.cellAt(number, place).firstCursorPosition(), spans, one)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return len(rows)

    def _is_next_row(self, at: int) -> bool:
        return self._blocks[at].kind == "row" and not self._blocks[at].level

    def _block_format(self, block: MarkdownBlock) -> QTextBlockFormat:
        look, space = QTextBlockFormat(), self._theme.space
        look.setLeftMargin(space(_INDENT) * block.indent)
        look.setTopMargin(space(1.5) if block.kind == "heading" else space(0.5))
        look.setBottomMargin(space(0.5))
        if block.mark:
            look.setTextIndent(-space(2))
        if block.kind == "code":
            look.setBackground(self._theme.colour("sunken"))
            look.setTopMargin(space(1))
        elif block.kind == "rule":
            look.setProperty(QTextBlockFormat.Property.BlockTrailingHorizontalRulerWidth, 100)
        elif block.kind == "heading":
            look.setHeadingLevel(block.level)
        return look

    def _span_format(self, span: MarkdownSpan | None, block: MarkdownBlock) -> QTextCharFormat:
        """Return how a span looks; ``None``: what stands beside it (marks, addresses, the info of a fence)."""
        look = QTextCharFormat()
        is_heading, is_code = block.kind == "heading", span is not None and span.code
        step = _STEPS.get(block.level, "body") if is_heading else "body"
        is_bold = is_heading or (block.kind == "row" and block.level > 0) or (span is not None and span.bold)
        look.setFont(self._theme.font(step, bold=is_bold, mono=is_code or (span is None and block.kind == "code")))
        hue = "muted" if span is None or block.is_quote else "accent" if span.address else "text"
        look.setForeground(self._theme.colour(hue))
        if span is not None:
            look.setFontItalic(span.italic)
            look.setFontStrikeOut(span.struck)
            if span.address and self.leads(span.address):
                look.setAnchor(True)
                look.setAnchorHref(span.address)
            if is_code and block.kind != "code":
                look.setBackground(self._theme.colour("sunken"))
        return look
