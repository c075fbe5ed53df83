"""Tables on a terminal, aligned also where characters are two columns wide."""

from collections.abc import Sequence
from unicodedata import combining, east_asian_width

from console.cli.plain_text import visible
from console.kernel.redact import scrub

GAP = "  "


def width_of(text: str) -> int:
    """Return how many terminal columns ``text`` takes: wide and full-width characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if combining(character) or character in "\u200b\u200c\u200d\ufe0e\ufe0f":
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def clipped(text: str, width: int) -> str:
    """Return ``text`` in at most ``width`` columns; a cut is marked by an ellipsis."""
    if width_of(text) <= width:
        return text
    kept, used = "", 0
    for character in text:
        used += _columns(character)
        if used > width - 1:
            break
        kept += character
    return f"{kept}…"


def render_table(
    titles: Sequence[str], rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset(), most: int = 60
) -> str:
    """Return a table with a head line; columns in ``right`` are aligned right, cells cut at ``most`` columns."""
    lines = [[_fitted(cell, most) for cell in row] for row in (titles, *rows)]
    widths = [max(width_of(line[column]) for line in lines) for column in range(len(titles))]
    return "\n".join(
        GAP.join(_padded(cell, widths[column], column in right) for column, cell in enumerate(line)).rstrip()
        for line in lines
    )


def _fitted(cell: str, most: int) -> str:
    """Return a cell as it is shown; half a secret would not be recognised, so it is masked before the cut."""
    text = visible(cell)
    return text if width_of(text) <= most else clipped(visible(scrub(cell)), most)


def _padded(text: str, width: int, right: bool) -> str:
    blanks = " " * (width - width_of(text))
    return blanks + text if right else text + blanks
