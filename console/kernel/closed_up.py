"""Japanese has no space between its own words: that of a sentence around a value stands for foreign signs only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

_SIGN = "[\u3005\u3040-\u30ff\u3400-\u9fff]"  # hiragana, katakana, kanji
_SAID = "why|error|hint|judged|summary"  # names of whole sentences, which somebody may have written without an end
_BEHIND = re.compile(rf"\{{(?!(?:{_SAID})\}})(\w+)\}} (?={_SIGN})")
_BEFORE = re.compile(rf"(?<={_SIGN}) \{{(\w+)\}}")
_ENDS, _BEGINS = re.compile(rf"{_SIGN}\Z"), re.compile(_SIGN)


def closed_up(sentence: str, values: Mapping[str, object]) -> str:
    """Return a sentence with placeholders as it reads with its ``values``: “30 日のうち”, but “web のうち”."""
    joints = _joints(sentence)
    if not joints:
        return sentence
    told = {name: str(values[name]) for name in joints if name in values}
    begins = frozenset(name for name, value in told.items() if _BEGINS.match(value))
    ends = frozenset(name for name, value in told.items() if _ENDS.search(value))
    return _closed(sentence, begins, ends) if begins or ends else sentence


def all_closed(sentence: str) -> str:
    """Return a sentence as it reads when every value in it is Japanese."""
    return _closed(sentence, _joints(sentence), _joints(sentence))


@cache
def _joints(sentence: str) -> frozenset[str]:
    return frozenset((*_BEHIND.findall(sentence), *_BEFORE.findall(sentence)))


@cache
def _closed(sentence: str, begins: frozenset[str], ends: frozenset[str]) -> str:
    closed = _BEHIND.sub(lambda found: found[0].rstrip() if found[1] in ends else found[0], sentence)
    return _BEFORE.sub(lambda found: found[0].lstrip() if found[1] in begins else found[0], closed)
