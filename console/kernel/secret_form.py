"""The forms in which a secret is met again: as protocols send it, in lines, encoded."""

from __future__ import annotations

import binascii
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_LINES = 200
_LEAST_OF_LINE = 12  # shorter lines of a secret are words that stand elsewhere, too
_LEAST_ENCODED = 8
_MOST_ENCODED = 16 * 1024


def forms_of(value: str) -> Iterator[str]:
    """Yield a value, the same without blanks around it, those of its lines that tell something, and its encodings.

    A program that prints a secret of several lines prints it line by line; ``kubectl`` shows it in base64, a server's
    refusal as it stood in the address or in JSON.
    """
    stripped = value.strip()
    yield from (value, stripped)
    lines = value.split("\n") if "\n" in stripped else []
    for line in map(str.strip, lines[:_MOST_LINES]):
        if len(line) >= _LEAST_OF_LINE and not _is_everyday(line):
            yield line
    if _LEAST_ENCODED <= len(stripped) <= _MOST_ENCODED:
        yield from _encoded(stripped)


def _is_everyday(line: str) -> bool:
    """Return whether a line stands elsewhere, too: words, numbers, and names in front of a block (``annotations:``)."""
    return " " in line or line.isalpha() or line.isdecimal() or line.endswith(":")


def _encoded(value: str) -> Iterator[str]:
    from html import escape  # noqa: PLC0415 - large, and only with the first secret
    from urllib.parse import quote  # noqa: PLC0415 - as above

    raw = value.encode("utf-8", "surrogatepass")
    whole = len(raw) - len(raw) % 3  # what is the same in base64, whatever follows (a line end)
    for part in (raw, raw[:whole]):
        standard = binascii.b2a_base64(part, newline=False).decode("ascii").rstrip("=")
        yield from (standard, standard.replace("+", "-").replace("/", "_"))
    plain = json.dumps(value, ensure_ascii=False)[1:-1]
    yield from (quote(raw, safe=""), quote(raw), escape(value))
    yield from (json.dumps(value)[1:-1], plain, plain.replace("/", "\\/"))
