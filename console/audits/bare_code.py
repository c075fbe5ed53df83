"""Code of scripts, Java, Go and Rust without its comments and texts, read once whatever it holds."""

from __future__ import annotations

import re

# What follows a backslash begins nothing: so none of the texts without an end is looked for twice.
_WORDS = re.compile(
    r"/\*|//[^\n]*|\"(?:\\.|[^\"\\\n])*+\"|`(?:\\.|[^`\\])*+`|'(?:\\.|[^'\\\n])?'|'(?:\\.|[^'\\\n]){2,}+'|\\.", re.S
)


def bare_code(text: str) -> str:
    """Return a text with blanks, as many as they were long, for its comments and texts."""
    parts, at, last = [], 0, text.rfind("*/")
    while match := _WORDS.search(text, at):
        start, end = match.span()
        if match[0] == "/*":
            end = text.find("*/", end) + 2 if end <= last else end
        is_kept = match[0][0] == "\\" or (match[0] == "/*" and end == start + 2)
        parts += [text[at:start], match[0] if is_kept else " " * (end - start)]
        at = end
    return "".join(parts) + text[at:]
