"""Tests and the sources that they are named for."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from console.audits.repository.path_class import Language, PathClass, language_of

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout

_CODE = frozenset(Language) - {Language.YAML, Language.SHELL}
_MARK = re.compile(r"^(test_|tests_)|([._-](test|tests|spec)|(?<=[a-z])(Test|Tests|IT|TestCase|Spec))$")


def test_pairs(checkout: Checkout) -> dict[str, str]:
    """Return the one source by its test file; names that several sources have pair with none."""
    sources: dict[tuple[str, Language | None], list[str]] = {}
    for path in checkout.of(PathClass.SOURCE, languages=_CODE):
        sources.setdefault((PurePosixPath(path).stem.lower(), _family(path)), []).append(path)
    found = {}
    for path in checkout.of(PathClass.TEST, languages=_CODE):
        stem = PurePosixPath(path).stem
        name = _MARK.sub("", stem)
        known = sources.get((name.lower(), _family(path)), []) if name != stem else []
        if len(known) == 1:
            found[path] = known[0]
    return found


def _family(path: str) -> Language | None:
    language = language_of(path)
    return Language.JAVASCRIPT if language is Language.TYPESCRIPT else language
