"""How deep the statements of a function lie in one another, in languages with braces."""

from __future__ import annotations

import re

_PART = re.compile(
    r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`|'(?:\\.|[^'\\\n])*'"
    r"|\b(?P<word>if|for|while|switch|try|do|else|catch|finally|loop|match|select|synchronized)\b|(?P<sign>[{};])",
    re.S,
)


def block_depth(text: str) -> int:
    """Return how many statements with blocks are open at the deepest place; other braces do not count."""
    depth = deepest = 0
    opened: list[int] = []
    waits = False
    for part in _PART.finditer(text):
        if part["word"]:
            waits = True
        elif part["sign"] == "{":
            opened.append(int(waits))
            depth += opened[-1]
            deepest, waits = max(deepest, depth), False
        elif part["sign"] == "}" and opened:
            depth -= opened.pop()
    return deepest
