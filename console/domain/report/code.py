"""A query, a log or a file's text in a document."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """Text in a font of equal widths, lines kept; ``language`` only names it."""

    text: str
    language: str = ""
