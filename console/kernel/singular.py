"""English for one of a thing: “1 finding” where the sentence says “{count} findings”."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import resources

_COUNTED = re.compile(r"(?<!\} of )\{(\w+)\} ([^{}]+)")  # “1 of 1 nodes” stays as it is
NAMES = frozenset(("batch", "cell", "id", "name", "namespace", "pattern", "script", "target", "version", "versions"))
"""Placeholders of what only looks like a number when it is called “1”: what it does then is a verb (“1 runs”)."""


def singular(sentence: str, values: Mapping[str, object]) -> str:
    """Return a sentence with placeholders as it reads when some of its ``values`` are one."""
    ones = frozenset(name for name, value in values.items() if str(value) == "1")
    return _singular(sentence, ones - NAMES)


@cache
def _singular(sentence: str, ones: frozenset[str]) -> str:
    return _COUNTED.sub(lambda found: _one(found) if found[1] in ones else found[0], sentence)


def _one(found: re.Match[str]) -> str:
    words = found[2]
    fitting = [many for many in phrases() if re.match(rf"{many}(?!\w)", words)]
    many = max(fitting, key=len, default="")
    return f"{{{found[1]}}} {phrases().get(many, '')}{words[len(many) :]}"


@cache
def phrases() -> Mapping[str, str]:
    """Return what may follow a number, of several and of one: the longest that fits counts."""
    file = Path(resources.__path__[0], "i18n", "en", "one.json")
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return found
