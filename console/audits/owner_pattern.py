"""Patterns of CODEOWNERS files: those of .gitignore without ranges and negation."""

from __future__ import annotations

import re
from itertools import pairwise

_PARTS = re.compile(r"(?:\*\*/)+|/\*\*\Z|\*+|\?|[^*?/]+|/")
_MOST_STARS = 12
_MOST_OPEN = 4


def owner_pattern(pattern: str) -> re.Pattern[str]:
    """Return what matches the paths of a pattern; one with a slash inside is anchored at the root."""
    parts = _PARTS.findall(pattern.strip("/"))
    body, count = _body(parts)
    if pattern.count("*") > _MOST_STARS or count > _MOST_OPEN:
        return re.compile(r"(?!)")  # nobody writes this, and it could take for ever
    anchored = "/" in pattern.strip("/") or pattern.startswith("/")
    is_file_star = pattern.endswith("/*")  # docs/* owns the files of docs, not those of its folders
    return re.compile(("" if anchored else r"(?:.*/)?") + body + ("" if is_file_star else r"(?:/.*)?") + r"\Z", re.S)


def _body(parts: list[str]) -> tuple[str, int]:
    """Return the expression of some parts, and how many of its repeats may have to be tried anew.

    What a star stands for ends where the text up to the next star is first found: no later place would fit better.
    """
    stars = [place for place, one in enumerate(parts) if "*" in one] + [len(parts)]
    found, count = "".join(map(_part, parts[: stars[0]])), 0
    for place, end in pairwise(stars):
        text = _part(parts[place]) + "".join(map(_part, parts[place + 1 : end]))
        is_settled = parts[place] == "*" and end < len(parts) and not parts[end].strip("*")
        found += f"(?>{text.replace('*', '*?', 1)})" if is_settled else text
        count += not is_settled
    return found, count


def _part(part: str) -> str:
    if part.startswith("**/"):
        return r"(?:.*/)?"
    return {"/**": r"/.*", "?": r"[^/]", "/": "/"}.get(part) or (
        (r".*" if len(part) > 1 else r"[^/]*") if part.startswith("*") else re.escape(part)
    )
