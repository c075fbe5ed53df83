"""Names of sheets: short, unique, without what spreadsheets forbid."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_MOST = 31


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Return a name for each title, unique without regard to capitals; ``History`` belongs to Excel."""
    found: list[str] = []
    taken = {"history"}
    for title in titles:
        base = _FORBIDDEN.sub(" ", title).strip().strip("'").strip() or "-"
        name, count = _short(base), 1
        while name.casefold() in taken:
            count += 1
            name = _short(base, f" ({count})")
        taken.add(name.casefold())
        found.append(name)
    return found


def _short(text: str, end: str = "") -> str:
    """Excel counts UTF-16 units."""
    while len((text + end).encode("utf-16-le")) // 2 > _MOST:
        text = text[:-1]
    return text.rstrip(" '") + end
