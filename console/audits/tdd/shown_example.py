"""Examples in the comments of sources that are run as tests: of doctest and of rustdoc."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z_]\w*")
_PYTHON = re.compile(r"^[^\S\n]*(?:>>>|\.\.\.) (.*)$", re.M)
_RUST = re.compile(r"^[^\S\n]*//[/!] ?(.*)$", re.M)
_RUN = re.compile(r"^(?:rust|should_panic|edition\d+|,|\s)*$")


def shown_words(path: str, text: str) -> frozenset[str]:
    """Return the words of the examples of a source."""
    if path.endswith(".py"):
        lines = _PYTHON.findall(text) if ">>>" in text else []
    elif path.endswith(".rs"):
        lines = _fenced(_RUST.findall(text)) if "```" in text else []
    else:
        lines = []
    return frozenset(_WORD.findall("\n".join(lines)))


def _fenced(lines: list[str]) -> list[str]:
    """Return the lines within fences that rustdoc runs."""
    found, is_open, is_run = [], False, False
    for line in lines:
        if line.lstrip().startswith("```"):
            is_open = not is_open
            is_run = is_open and _RUN.match(line.strip()[3:]) is not None
        elif is_run:
            found.append(line)
    return found
