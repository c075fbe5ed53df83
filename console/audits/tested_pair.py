"""Tests and the sources that they are named for."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from console.audits.repository.path_class import Language, PathClass, language_of

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout

_CODE = frozenset(Language) - {Language.YAML, Language.SHELL}
_MARK = re.compile(r"^(test_|tests_|Test(?=[A-Z]))|([._-](test|tests|spec)|(?<=[a-z])(Test|Tests|IT|TestCase|Spec))$")
_APART = frozenset(["src", "lib", "test", "tests", "__tests__", "spec", "specs", "unit", "main", "java", "internal"])


def test_pairs(checkout: Checkout) -> dict[str, str]:
    """Return the one source by its test file; of several of one name the nearest, or none where two are as near.

    Where most tests that have folders of their own lie in those of their sources, one that does not is of another name.
    """
    sources: dict[tuple[str, Language | None], list[str]] = {}
    for path in checkout.of(PathClass.SOURCE, languages=_CODE):
        sources.setdefault((PurePosixPath(path).stem.lower(), _family(path)), []).append(path)
    found = {}
    for path in checkout.of(PathClass.TEST, languages=_CODE):
        stem = PurePosixPath(path).stem
        name = _MARK.sub("", stem)
        known = sources.get((name.lower(), _family(path)), []) if name != stem or _is_beside(path) else []
        nearest = known if len(known) < 2 else _nearest(path, known)
        if len(nearest) == 1:
            found[path] = nearest[0]
    return _mirrored(found)


def _mirrored(found: dict[str, str]) -> dict[str, str]:
    placed = {test for test in found if _folders(test)}
    apart = {test for test in placed if not set(_folders(test)) & set(_folders(found[test]))}
    if 2 * len(apart) >= len(placed):
        return found
    return {test: source for test, source in found.items() if test not in apart}


def _is_beside(path: str) -> bool:
    """Return whether a test has the very name of its source: in ``__tests__`` of Jest, in ``tests`` of Cargo."""
    return "__tests__/" in path or (path.endswith(".rs") and "/tests/" in f"/{path}")


def _nearest(test: str, sources: list[str]) -> list[str]:
    """Return the sources that share most folders with a test, if any; those that all projects have are none."""
    here = _folders(test)
    shared = [sum(one == other for one, other in zip(here, _folders(path), strict=False)) for path in sources]
    most = max(shared)
    return [path for path, count in zip(sources, shared, strict=True) if count == most] if most else []


def _folders(path: str) -> list[str]:
    return [one for one in path.split("/")[:-1] if one not in _APART]


def _family(path: str) -> Language | None:
    language = language_of(path)
    return Language.JAVASCRIPT if language is Language.TYPESCRIPT else language
