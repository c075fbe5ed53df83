"""Names of the project's own Python that a page imports or calls, and which are not there."""

from __future__ import annotations

import posixpath
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
_STAR = re.compile(r"^[^\S\n]*from .+ import \*", re.M)
_TAKEN = re.compile(r"\bfrom \.*\w[\w.]* import (\([^)]{0,5000}|[^\n(]{0,500})")
_SHARED = re.compile(r"\bextend_path\(|\bdeclare_namespace\(")
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

    def read() -> bool:
        package, _, name = module.replace(".", "/").rpartition("/")
        ends = (f"{package}/{name}.py", f"{package}/{name}/__init__.py")
        paths = checkout.paths.intersection(f"{root}{end}" for root in _roots(folder) for end in ends)
        is_object = any(name in _objects(checkout, f"{root}{package}/__init__.py") for root in _roots(folder))
        return bool(paths) and not is_object and not any(_STAR.search(checkout.text(one)) for one in paths)

    return checkout.once(f"whole-{folder}-{module}", read)


def _objects(checkout: Checkout, path: str) -> frozenset[str]:
    """Return the words that a package takes from its modules: one of these may hide the module of its name."""
    return checkout.once(
        f"objects-{path}", lambda: frozenset(re.findall(r"\w+", "\n".join(_TAKEN.findall(checkout.text(path)))))
    )


def _is_shared(checkout: Checkout, own: list[str]) -> bool:
    """Return whether others have a part in a package: it says so, or nothing lies in it but other packages."""
    return not own or any(_SHARED.search(checkout.text(one)) for one in own if one.endswith("/__init__.py"))


def _own_words(checkout: Checkout, package: str, folder: str) -> frozenset[str]:
    """Return every word of the Python of a package of a folder; empty: it has no such package."""

    def read() -> frozenset[str]:
        inside = tuple(f"{one}{end}" for one in places for end in ("/", ".py"))
        paths = [one for one in checkout.paths if one.startswith(inside) and one.endswith(".py")]
        if _is_shared(checkout, [one for one in paths if {one.removesuffix(".py"), posixpath.dirname(one)} & places]):
            return frozenset()
        names = {part for one in paths for part in re.findall(r"\w+", one)}
        texts = [checkout.text(one) for one in paths]
        names |= {_GIVES_ANY for one in texts if re.search(r"^def __getattr__", one, re.M)}
        return frozenset(names.union(*(re.findall(r"\w+", one) for one in texts)))

    places = frozenset(f"{one}{package}" for one in _roots(folder))
    is_here = any(one in tracked_folders(checkout) or f"{one}.py" in checkout.paths for one in places)
    return checkout.once(f"words-{folder}-{package}", read) if is_here else frozenset()


def _roots(folder: str) -> list[str]:
    """Return what may stand before the packages of a folder."""
    return [f"{folder}/{one}".removeprefix("/") for one in _ROOTS]
