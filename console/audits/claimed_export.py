"""Names that a README imports from the package of scripts that it is about, and that the package nowhere has."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from console.audits.project_settings import json_settings
from console.audits.repository.path_class import Language, PathClass
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_SCRIPTS = frozenset({Language.JAVASCRIPT, Language.TYPESCRIPT})
_IMPORT = re.compile(
    r"\bimport\s+(?:type\s+)?(?:\w+\s*,\s*)?\{([^{}]{1,2000})\}\s*from\s*[\"']([^\"'\n]+)[\"']"
    r"|\b(?:const|let|var)\s*\{([^{}]{1,2000})\}\s*=\s*require\([\"']([^\"'\n]+)[\"']\)"
)
_NAME = re.compile(r"(?:type\s+)?([A-Za-z_$][\w$]*)\s*(?:(?:as\b|:)\s*[\w$]+)?")
_GIVEN_ON = re.compile(
    r"(?:\bexport\s*\*\s*from\s*|(?:\bmodule\.exports\s*=\s*|\.\.\.\s*|__exportStar\(\s*)require\(\s*)[\"'][^.\"'/]"
)
_GIVEN_ALL = re.compile(r"(?:\bexport\s*\*\s*from\s*|\bmodule\.exports\s*=\s*require\(\s*)[\"'](\.[^\"'\n]*)[\"']")
_ENDS = ("", ".ts", ".tsx", ".mts", ".cts", ".d.ts", ".js", ".jsx", ".mjs", ".cjs", ".json")
_ENDING = re.compile(r"\.[cm]?jsx?$")
_OTHER_CODE = re.compile(r"\.(vue|svelte|astro|coffee|res|ml|elm|rs|go|cljs|kt)$")


def missing_exports(checkout: Checkout, code: str, folder: str) -> Iterator[tuple[int, str]]:
    """Yield where in a piece of code a name is imported that no script of the package has, and what is missing."""
    package = (json_settings(checkout, posixpath.join(folder, "package.json")) or {}).get("name")
    for match in _IMPORT.finditer(code) if isinstance(package, str) and package else ():
        if (match[2] or match[4]) != package:
            continue
        start = match.start(1 if match[1] else 3)
        for part in re.finditer(r"[^,]+", match[1] or match[3]):
            name = _NAME.fullmatch(part[0].strip())
            if name is not None and name[1] != "default" and not _has(checkout, folder, name[1]):
                place = start + part.start() + part[0].index(name[1])
                yield place, t("{module} has no {name}", module=package[:80], name=name[1][:80])


def _has(checkout: Checkout, folder: str, name: str) -> bool:
    words = checkout.once(f"script-words-{folder}", lambda: _words(checkout, folder))
    return not words or name in words


def _words(checkout: Checkout, folder: str) -> frozenset[str]:
    """Return every word of the scripts below a folder; empty: not all that the package gives can be read there."""
    inside = f"{folder}/" if folder else ""
    if any(one.startswith(inside) and _OTHER_CODE.search(one) for one in checkout.paths):
        return frozenset()
    classes = (PathClass.SOURCE, PathClass.GENERATED)
    paths = [one for one in checkout.of(*classes, languages=_SCRIPTS) if one.startswith(inside)]
    checkout.folder_with(paths)
    texts = [checkout.text(one) for one in paths]
    pairs = zip(paths, texts, strict=True)
    if any(_GIVEN_ON.search(text) or _is_made(checkout, path, text) for path, text in pairs):
        return frozenset()
    return frozenset(re.findall(r"[\w$]+", "\n".join((*paths, *texts))))


def _is_made(checkout: Checkout, path: str, text: str) -> bool:
    """Return whether a script gives on all of a file that is not there: a build makes it."""
    for match in _GIVEN_ALL.finditer(text):
        place = posixpath.normpath(posixpath.join(posixpath.dirname(path), match[1]))
        stem = _ENDING.sub("", place)
        known = {place, *(f"{one}{end}" for one in (stem, f"{stem}/index") for end in _ENDS)}
        if not known & checkout.paths and place != ".":
            return True
    return False
