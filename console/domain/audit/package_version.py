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
- RubyGems: parts lie between dots, hyphens (a prerelease begins), and where digits meet letters. Words come before
  numbers and before nothing (1.0.a < 1.0.rc1 < 1.0); zeros at the end mean nothing.
- Packagist: up to four numbers, then how ready it is: dev < alpha (a) < beta (b) < RC < nothing < patch (pl, p).
- NuGet: Semantic Versioning 2.0 with up to four numbers, in any case.
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
_GEM = re.compile(r"\d{1,18}(?:[.-]?[0-9A-Za-z]{1,40})*")
_GEM_PART = re.compile(r"\d+|[A-Za-z]+|-")
_COMPOSER = re.compile(
    r"v?(\d{1,18})(?:\.(\d{1,18}))?(?:\.(\d{1,18}))?(?:\.(\d{1,18}))?"
    r"(?:[._-]?(dev|alpha|a|beta|b|rc|stable|patch|pl|p)(?:[.-]?(\d{1,18}))?)?(?:\+[0-9a-z.-]*)?"
)
_COMPOSER_WORDS = {
    "dev": 0, "alpha": 1, "a": 1, "beta": 2, "b": 2, "rc": 3, None: 4, "stable": 4, "patch": 5, "pl": 5, "p": 5,
}  # fmt: skip
_NUGET = re.compile(r"((?:\d{1,18}\.){3})(\d{1,18})(.*)")


def version_order(ecosystem: str) -> VersionOrder:
    """Return how versions of an ecosystem are ordered."""
    known = {"PyPI": _pypi, "Maven": _maven, "RubyGems": _gem, "Packagist": _composer, "NuGet": _nuget}
    return known.get(ecosystem, _semver)


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


def _gem(text: str) -> tuple[object, ...] | None:
    text = text.strip()[:_MOST_LETTERS]
    if _GEM.fullmatch(text) is None:
        return None
    words = ["pre" if one == "-" else one for one in _GEM_PART.findall(text)]
    # What is missing is a zero: after every word, and no more than the zeros that are written.
    parts = [(1, int(one), "") if one.isdecimal() else (0, 0, one) for one in words]
    first_word = next((place for place, one in enumerate(parts) if not one[0]), len(parts))
    numbers, rest = _stripped(parts[:first_word]), _stripped(parts[first_word:])
    return ((*numbers, *rest, (1, 0, "")) if rest else (*numbers, (1, 0, "")),)


def _stripped(parts: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    end = len(parts)
    while end and parts[end - 1] == (1, 0, ""):
        end -= 1
    return parts[:end]


def _composer(text: str) -> tuple[object, ...] | None:
    found = _COMPOSER.fullmatch(text.strip().lower()[:_MOST_LETTERS])
    if found is None:
        return None
    numbers = tuple(int(one or 0) for one in found.group(1, 2, 3, 4))
    return (*numbers, _COMPOSER_WORDS[found[5]], int(found[6] or 0))


def _nuget(text: str) -> tuple[object, ...] | None:
    text = text.strip().lower()
    long = _NUGET.fullmatch(text[:_MOST_LETTERS])
    made = _semver(text if long is None else long[1].rstrip(".") + long[3])
    return None if made is None else (*made[:3], int(long[2]) if long is not None else 0, *made[3:])


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
