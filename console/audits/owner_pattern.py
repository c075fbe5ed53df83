"""Patterns of CODEOWNERS files: those of .gitignore without ranges and negation."""

from __future__ import annotations

import re

_PARTS = re.compile(r"\*\*/|/\*\*\Z|\*+|\?|[^*?/]+|/")
_MOST_STARS = 12


def owner_pattern(pattern: str) -> re.Pattern[str]:
    """Return what matches the paths of a pattern; one with a slash inside is anchored at the root."""
    if pattern.count("*") > _MOST_STARS:
        return re.compile(r"(?!)")  # nobody writes this, and it could take for ever
    anchored = "/" in pattern.strip("/") or pattern.startswith("/")
    body = "".join(_part(one) for one in _PARTS.findall(pattern.strip("/")))
    is_file_star = pattern.endswith("/*")  # docs/* owns the files of docs, not those of its folders
    return re.compile(("" if anchored else r"(?:.*/)?") + body + ("" if is_file_star else r"(?:/.*)?") + r"\Z", re.S)


def _part(part: str) -> str:
    return {"**/": r"(?:.*/)?", "/**": r"/.*", "?": r"[^/]", "/": "/"}.get(part) or (
        (r".*" if len(part) > 1 else r"[^/]*") if part.startswith("*") else re.escape(part)
    )
