"""Documents without secrets and without characters that hide: every format is made from what comes out here."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from console.kernel.redact import scrub
from console.kernel.visible_text import visible_lines

if TYPE_CHECKING:
    from console.domain.report.document import Document

Part = TypeVar("Part")
_PLANE = 0x10000
_LAST = "".join(chr(plane + end) for plane in range(0, 17 * _PLANE, _PLANE) for end in (0xFFFE, 0xFFFF))
# What Unicode calls no characters, and those for private use: no font shows them, XML and PDF/A refuse some of them.
_NO_CHARACTERS = re.compile(f"[\ue000-\uf8ff\ufdd0-\ufdef\U000f0000-\U0010ffff{_LAST}]")
MOST_CHARACTERS = 20_000  # of one text: a document is for reading


def cleaned(document: Document) -> Document:
    """Return the document with every text scrubbed, bounded, and with marks for what cannot be seen."""
    return _cleaned(document, {})


def _cleaned(part: Part, seen: dict[str, str]) -> Part:
    found: Any = part
    if isinstance(part, str) and not isinstance(part, Enum):
        found = seen.get(part)
        if found is None:
            found = seen[part] = _NO_CHARACTERS.sub("�", scrub(visible_lines(part, MOST_CHARACTERS)))
    elif isinstance(part, tuple):
        found = _cleaned_tuple(part, seen)
    elif is_dataclass(part) and not isinstance(part, type):
        changed = {one.name: _cleaned(getattr(part, one.name), seen) for one in fields(part)}
        found = replace(part, **changed)
    return found  # type: ignore[no-any-return]


def _cleaned_tuple(part: tuple[Any, ...], seen: dict[str, str]) -> tuple[Any, ...]:
    """Series are long and hold no text."""
    if part and isinstance(part[0], tuple) and part[0] and isinstance(part[0][0], float | int):
        return part
    return tuple(_cleaned(one, seen) for one in part)
