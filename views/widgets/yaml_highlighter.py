"""Colours for YAML: keys, texts, numbers, comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument

    from views.theme.theme import Theme

_LINE = re.compile(
    r"^(?P<lead>\s*(?:-\s+)*)(?:(?P<key>[^\s#:'\"\[{][^:#]*?|\"[^\"]*\"|'[^']*')(?=:(?:\s|$)))?"
    r"(?P<colon>:?\s*)(?P<value>.*?)(?P<comment>(?:^|\s)#.*)?$"
)
_NUMBER = re.compile(r"^(?:[-+]?\d[\d_.]*(?:e[-+]?\d+)?|true|false|null|~|yes|no)$", re.IGNORECASE)
_LONGEST = 2_000


class YamlHighlighter(QSyntaxHighlighter):
    """One regular expression per line; very long lines stay plain."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        self._formats: dict[str, QTextCharFormat] = {}
        self._take_colours()
        theme.changed.connect(self._again)

    def _take_colours(self) -> None:
        for name in ("code_key", "code_text", "code_number", "code_comment"):
            look = QTextCharFormat()
            look.setForeground(self._theme.colour(name))
            self._formats[name] = look

    def _again(self) -> None:
        self._take_colours()
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:  # noqa: N802 - Qt's name
        found = _LINE.match(text) if len(text) <= _LONGEST else None
        if found is None:
            return
        for part, name in (("key", "code_key"), ("comment", "code_comment")):
            if found[part]:
                self.setFormat(found.start(part), found.end(part) - found.start(part), self._formats[name])
        value = found["value"].strip()
        if value:
            name = "code_number" if _NUMBER.match(value) else "code_text"
            self.setFormat(found.start("value"), found.end("value") - found.start("value"), self._formats[name])
