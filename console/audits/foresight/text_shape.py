"""How long and how deeply nested a text is, in any language: complexity by indentation."""

from __future__ import annotations

from typing import NamedTuple

_WIDE, _NARROW = 4, 2
_OFTEN = 0.2


class TextShape(NamedTuple):
    """``lines`` without empty ones; ``nesting`` is the sum of their levels of indentation."""

    lines: int
    nesting: float

    @property
    def mean_nesting(self) -> float:
        """Return the mean level of a line."""
        return self.nesting / self.lines if self.lines else 0.0


def text_shape(text: str) -> TextShape:
    """Return the shape of a text.

    A level is two columns where a fifth of the indented lines says so, else four or a tab.
    """
    columns = [_column(line, rest) for line in text.splitlines() if (rest := line.lstrip(" \t\f"))]
    halves = sum(one % _WIDE == _NARROW for one in columns)
    step = _NARROW if halves > _OFTEN * max(1, sum(one > 0 for one in columns)) else _WIDE
    return TextShape(len(columns), sum(columns) / step)


def _column(line: str, rest: str) -> int:
    width = len(line) - len(rest)
    return width + (_WIDE - 1) * line.count("\t", 0, width) if width else 0
