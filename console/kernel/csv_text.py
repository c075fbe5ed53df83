"""CSV that a spreadsheet shows and never executes."""

import csv
import io
from collections.abc import Sequence

from console.kernel.visible_text import visible_lines

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def neutral(cell: object) -> str:
    """Return a cell's text; text that a spreadsheet would take for a formula gets an apostrophe in front.

    Numbers stay numbers, negative ones too.
    """
    if isinstance(cell, (int, float)):
        return str(cell)
    text = "" if cell is None else str(cell)
    if text.lstrip().startswith(_FORMULA) and not _is_number(text):
        return f"'{visible_lines(text)}"
    return visible_lines(text)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii()


def csv_text(titles: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return RFC 4180 text with a head line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([neutral(title) for title in titles])
    writer.writerows([[neutral(cell) for cell in row] for row in rows])
    return out.getvalue()
