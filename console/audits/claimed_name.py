"""Names of the project's own Python that a page imports or calls, and which are not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.claimed_command import has_module
from console.audits.tracked_folder import tracked_folders
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_FROM = re.compile(r"^[^\S\n]*(?:>>> )?from (\w+)((?:\.\w+)*) import (?:\(([\w,\s]+)\)|([\w, ]+))", re.M)
_IMPORT = re.compile(r"^[^\S\n]*(?:>>> )?import (\w+)((?:\.\w+)+)(?: as \w+)?[^\S\n]*(?:#.*)?$", re.M)
_CALL = re.compile(r"(?<![\w./-])([a-z_]\w*)((?:\.[a-z_]\w*)+)\.([A-Za-z_]\w*)\(")
_STAR = re.compile(r"^\s*from .+ import \*", re.M)
_GIVES_ANY = "def __getattr__"
_ROOTS = ("", "src/", "lib/", "python/")


def missing_imports(checkout: Checkout, code: str, folder: str) -> Iterator[tuple[int, str]]:
    """Yield where code imports from a package of a folder what that has not, and in words what this is."""
    for match in _FROM.finditer(code):
        words = _own_words(checkout, match[1], folder)
        if words and match[2] and not has_module(checkout, f"{match[1]}{match[2]}"):
            yield match.start(1), t("there is no module {name}", name=f"{match[1]}{match[2]}")
            continue
        missing = [
            one
            for one in re.findall(r"\w+", (match[3] or match[4]).partition(" as ")[0])
            if words and _GIVES_ANY not in words and one not in words
        ]
        if missing:
            yield match.start(), t("{module} has no {name}", module=match[1], name=missing[0])
    for match in _IMPORT.finditer(code):
        if _own_words(checkout, match[1], folder) and not has_module(checkout, f"{match[1]}{match[2]}"):
            yield match.start(1), t("there is no module {name}", name=f"{match[1]}{match[2]}")


def missing_calls(checkout: Checkout, code: str, folder: str) -> Iterator[tuple[int, str]]:
    """Yield where code calls something of a module of a folder, by its whole name, that no file of the package has."""
    for match in _CALL.finditer(code):
        module = f"{match[1]}{match[2]}"
        words = _own_words(checkout, match[1], folder)
        if words and not {_GIVES_ANY, match[3]} & words and _is_whole(checkout, module, folder):
            yield match.start(1), t("{module} has no {name}", module=module, name=match[3])


def _is_whole(checkout: Checkout, module: str, folder: str) -> bool:
    """Return whether a module is a file of the folder whose names are all its own."""
    place = re.compile(rf"^{_above(folder)}{re.escape(module.replace('.', '/'))}(?:/__init__)?\.py$")
    paths = [one for one in checkout.paths if place.match(one)]
    return bool(paths) and not any(_STAR.search(checkout.text(one)) for one in paths)


def _own_words(checkout: Checkout, package: str, folder: str) -> frozenset[str]:
    """Return every word of the Python of a package of a folder; empty: it has no such package."""

    def read() -> frozenset[str]:
        inside = re.compile(rf"^{_above(folder)}{re.escape(package)}(?:/.*\.py|\.py)$")
        paths = [one for one in checkout.paths if inside.match(one)]
        names = {part for one in paths for part in re.findall(r"\w+", one)}
        texts = [checkout.text(one) for one in paths]
        names |= {_GIVES_ANY for one in texts if re.search(r"^def __getattr__", one, re.M)}
        return frozenset(names.union(*(re.findall(r"\w+", one) for one in texts)))

    above = f"{folder}/" if folder else ""
    places = [f"{above}{root}{package}" for root in _ROOTS]
    is_here = any(one in tracked_folders(checkout) or f"{one}.py" in checkout.paths for one in places)
    return checkout.once(f"words-{folder}-{package}", read) if is_here else frozenset()


def _above(folder: str) -> str:
    return f"{re.escape(f'{folder}/') if folder else ''}(?:{'|'.join(_ROOTS[1:])})?"
