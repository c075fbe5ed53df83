"""Which of two versions comes first, by the rules of each ecosystem.

- PyPI: PEP 440, by ``packaging``: 1.0.dev1 < 1.0a1 < 1.0rc1 < 1.0 < 1.0.post1; 1.0 = 1.0.0; an epoch outweighs all.
- npm, crates.io, Go: Semantic Versioning 2.0. Three numbers (missing ones are 0, a leading ``v`` is dropped) decide.
  With the same numbers a version with a prerelease comes before the one without. Prereleases are compared by their
  parts between dots: numbers as numbers, words by ASCII, numbers before words, and more parts after fewer. Build
  metadata (``+…``, also Go's ``+incompatible``) is not looked at. Go's pseudo-versions (``v0.0.0-20200101…-abcdef``)
  are such prereleases.
- Maven: ComparableVersion. Parts lie between dots, hyphens, and where digits meet letters. Zeros at the end of a run of
  numbers mean nothing. Words are ordered alpha (a) < beta (b) < milestone (m) < rc (cr) < snapshot < "" (ga, final,
  release) < sp < any other word < numbers.
"""

import re
from collections.abc import Callable
from typing import TypeAlias

from packaging.version import InvalidVersion, Version

VersionOrder: TypeAlias = "Callable[[str], tuple[object, ...] | None]"
"""Makes what can be compared of a version; ``None`` of what is none."""

_MOST_LETTERS = 200
_SEMVER = re.compile(
    r"[vV=]?\s*(\d{1,18})(?:\.(\d{1,18}))?(?:\.(\d{1,18}))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]*)?"
)
_MAVEN_PART = re.compile(r"(\d+|[a-z]+|[^0-9a-z.-]+)|([.-])", re.I)
_MAVEN_WORDS = {
    "alpha": 0, "a": 0, "beta": 1, "b": 1, "milestone": 2, "m": 2, "rc": 3, "cr": 3, "snapshot": 4,
    "": 5, "ga": 5, "final": 5, "release": 5, "sp": 6,
}  # fmt: skip
_OTHER_WORD, _NUMBER = 7, 9


def version_order(ecosystem: str) -> VersionOrder:
    """Return how versions of an ecosystem are ordered."""
    return {"PyPI": _pypi, "Maven": _maven}.get(ecosystem, _semver)


def _pypi(text: str) -> tuple[object, ...] | None:
    try:
        return (Version(text[:_MOST_LETTERS]),)
    except InvalidVersion:
        return None


def _semver(text: str) -> tuple[object, ...] | None:
    found = _SEMVER.fullmatch(text.strip()[:_MOST_LETTERS])
    if found is None:
        return None
    numbers = tuple(int(one or 0) for one in found.group(1, 2, 3))
    if found[4] is None:
        return (*numbers, (1,))
    parts = tuple((0, int(one), "") if one.isdecimal() else (1, 0, one) for one in found[4].split("."))
    return (*numbers, (0, parts))


def _maven(text: str) -> tuple[object, ...] | None:
    text = text.strip().lower()[:_MOST_LETTERS]
    if not text or not text[0].isdecimal():
        return None
    parts: list[tuple[int, int, str]] = []
    for word, mark in _MAVEN_PART.findall(text):
        if mark == "-":
            _without_zeros(parts)
        elif word.isdecimal():
            parts.append((_NUMBER, int(word), ""))
        elif word:
            _without_zeros(parts)
            parts.append((_MAVEN_WORDS.get(word, _OTHER_WORD), 0, "" if word in _MAVEN_WORDS else word))
    _without_zeros(parts)
    # What is missing counts as the release itself: after rc and snapshot, before sp and numbers.
    return ((*parts, (5, 0, "")),)


def _without_zeros(parts: list[tuple[int, int, str]]) -> None:
    while parts and parts[-1] in {(_NUMBER, 0, ""), (5, 0, "")}:
        parts.pop()
