"""Lines of code that lie within a text of several lines, or within a comment of several."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.repository.path_class import Language, language_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# What follows a backslash begins nothing: so none of the texts without an end is looked for twice.
_SHORT = r"\\.|\"(?:\\.|[^\"\\\n])*+\"|'(?:\\.|[^'\\\n])*+'"
_LONG = r"(?P<quote>\"{3}|'{3})(?:\\.|(?!(?P=quote))[^\\])*+(?P=quote)"
_BLOCK = r"//[^\n]*|(?P<comment>/\*.*?\*/)"
# A backtick in the expression after one of these signs begins no text.
_EXPRESSION = r"(?<=[=(,:!&|?\[{;])[^\S\n]*/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n]){0,80}+\]|[^/\\\n\[]){1,200}+/"
_PYTHON = re.compile(rf"#[^\n]*|(?P<text>{_LONG})|{_SHORT}", re.S)
_FILLED = r"\$\{(?:[^{}`]|`(?:\\.|[^`\\])*+`|\{[^{}]*+\})*+\}"
_SCRIPT = re.compile(rf"{_BLOCK}|(?P<text>`(?:\\.|{_FILLED}|[^`\\])*+`)|{_SHORT}|{_EXPRESSION}", re.S)
_GO = re.compile(rf"{_BLOCK}|(?P<text>`[^`]*+`)|{_SHORT}", re.S)
_JAVA = re.compile(rf"{_BLOCK}|(?P<text>{_LONG})|{_SHORT}", re.S)
_OTHER = re.compile(rf"{_BLOCK}|(?P<text>(?!))|{_SHORT}", re.S)
_SHAPES = {
    Language.PYTHON: _PYTHON,
    Language.JAVASCRIPT: _SCRIPT,
    Language.TYPESCRIPT: _SCRIPT,
    Language.GO: _GO,
    Language.JAVA: _JAVA,
    Language.RUST: _OTHER,
    Language.C: _OTHER,
    Language.CPP: _OTHER,
}


class InnerLines(NamedTuple):
    """Lines, from 1, without the first and the last of each text, without the first of each comment."""

    texts: frozenset[int]
    comments: frozenset[int]


def inner_lines(path: str, text: str) -> InnerLines:
    """Return which lines of a file are no code; none for a language that is not known."""
    shape = _SHAPES.get(language_of(path) or Language.YAML)
    if shape is None:
        return InnerLines(frozenset(), frozenset())
    begun, end, rest = text.rpartition("*/")
    text = f"{begun}{end}{rest.replace('/*', '  ')}"  # what has no end is not looked for again and again
    return InnerLines(frozenset(_within(shape, "text", text, 0)), frozenset(_within(shape, "comment", text, 1)))


def _within(shape: re.Pattern[str], group: str, text: str, last: int) -> Iterator[int]:
    first, counted = 1, 0
    for match in shape.finditer(text) if group in shape.groupindex else ():
        part = match[group]
        if part is not None and "\n" in part:
            first, counted = first + text.count("\n", counted, match.start()), match.start()
            yield from range(first + 1, first + part.count("\n") + last)
