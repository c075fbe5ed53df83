"""What a project tells codespell of its own words and pages: read as data."""

from __future__ import annotations

import configparser
from fnmatch import fnmatch
from typing import TYPE_CHECKING, NamedTuple

from console.audits.project_settings import toml_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.audits.repository.checkout import Checkout

_MOST = 500


class KnownWords(NamedTuple):
    """``words`` in small letters; ``skipped`` are patterns of paths."""

    words: frozenset[str]
    skipped: tuple[str, ...]

    def cover(self, path: str, word: str) -> bool:
        """Return whether the project says that a word, or a whole file, is right."""
        return word.lower() in self.words or any(_matches(path, one) for one in self.skipped)


def known_words(checkout: Checkout) -> KnownWords:
    """Return the words and pages that the project's settings of codespell leave out."""
    return checkout.once("known-words", lambda: _read(checkout))


def _read(checkout: Checkout) -> KnownWords:
    words: set[str] = set()
    skipped: list[str] = []
    for table in _tables(checkout):
        words |= set(_parts(table.get("ignore-words-list")))
        skipped += _parts(table.get("skip"))
        for path in _parts(table.get("ignore-words")):
            words |= set(checkout.text(path.removeprefix("./")).split()[:_MOST])
    return KnownWords(frozenset(one.lower() for one in words), tuple(skipped[:_MOST]))


def _tables(checkout: Checkout) -> Iterator[Mapping[str, object]]:
    yield toml_settings(checkout, "pyproject.toml", "tool", "codespell") or {}
    for path in (".codespellrc", "setup.cfg"):
        parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
        try:
            parser.read_string(checkout.text(path) if path in checkout.paths else "")
            yield dict(parser.items("codespell"))
        except (configparser.Error, AttributeError):  # the latter for a name without a value that goes on below
            continue


def _parts(value: object) -> list[str]:
    rows = value if isinstance(value, list) else str(value or "").replace("\n", ",").split(",")
    return [one.strip() for one in map(str, rows) if one.strip()][:_MOST]


def _matches(path: str, pattern: str) -> bool:
    plain = pattern.removeprefix("./").removeprefix("*/").strip("/")
    parts = path.split("/")
    above = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
    return any(fnmatch(one, plain) for one in (*above, *parts))
