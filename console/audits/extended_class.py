"""Classes of scripts and Java that others extend: what is empty there is for them to fill."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.repository.path_class import Language, PathClass

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout

_LANGUAGES = frozenset({Language.JAVASCRIPT, Language.TYPESCRIPT, Language.JAVA})
_EXTENDS = re.compile(r"\b(?:extends|implements)\s+(?:[\w$]+\.)*([\w$]+)")
_CLASS = re.compile(r"^(?P<indent>\s*)(?:[\w@]+\s+)*?(?P<kind>class|interface|enum)\s+(?P<name>[\w$]+)")


def is_extended(checkout: Checkout, path: str, line: int) -> bool:
    """Return whether a line is in a class that another one extends, in an abstract one, in an interface or an enum."""
    lines = checkout.lines(path)
    here = lines[line - 1] if 0 < line <= len(lines) else ""
    depth = len(here) - len(here.lstrip())
    closed: set[int] = set()
    for above in reversed(lines[: line - 1]):
        match = _CLASS.match(above[:400])
        if above.lstrip().startswith("}") and not above.rstrip().endswith("{"):  # of a head of several lines
            closed.add(len(above) - len(above.lstrip()))
        elif match is not None and len(match["indent"]) < depth and not _has_ended(above, match, closed):
            is_open = match["kind"] != "class" or re.search(r"\babstract\b", above[: match.start("name")])
            return bool(is_open) or match["name"] in _extended(checkout)
    return False


def _has_ended(line: str, match: re.Match[str], closed: set[int]) -> bool:
    """Return whether a class ends before what is asked for: on its own line, or by a brace at its indent."""
    return line.rstrip().endswith("}") or len(match["indent"]) in closed


def _extended(checkout: Checkout) -> frozenset[str]:
    def read() -> frozenset[str]:
        paths = checkout.of(PathClass.SOURCE, PathClass.TEST, languages=_LANGUAGES)
        return frozenset(name for path in paths for name in _EXTENDS.findall(checkout.text(path)))

    return checkout.once("extended-classes", read)
