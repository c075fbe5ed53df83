"""Packages of one repository that have settings of their own: which folder's settings hold for which file."""

from __future__ import annotations

import posixpath
import re
from itertools import islice
from typing import TYPE_CHECKING

from console.audits.repository.path_class import PathClass, path_class

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from console.audits.repository.checkout import Checkout

_APART = re.compile(
    r"(^|/)(tests?|testdata|test_data|fixtures?|__fixtures__|examples?|samples?|templates?|e2e|docs?)/", re.I
)
_SETTINGS = re.compile(
    r"(pyproject\.toml|setup\.cfg|tox\.ini|\.flake8|\.?mypy\.ini|pyrightconfig\.json|\.?ruff\.toml|tsconfig\.json|package\.json"
    r"|\.?rustfmt\.toml)\Z|eslint\.config\.|\.eslintrc|\.prettierrc|\.golangci\."
)
_MOST = 12


def settings_folders(
    checkout: Checkout, names: re.Pattern[str], is_configured: Callable[[str, frozenset[str]], bool]
) -> tuple[str, ...]:
    """Return the folders, the root first, in which a tool is configured.

    ``is_configured`` is asked with a folder and those of its files that ``names`` matches.
    """
    known = checkout.once("settings-files", lambda: _settings_files(checkout))
    found = {"": frozenset[str]()} | {folder: frozenset(filter(names.match, given)) for folder, given in known.items()}
    asked = (one for one in found if (found[one] or not one) and is_configured(one, found[one]))
    return tuple(islice(asked, _MOST))


def _settings_files(checkout: Checkout) -> dict[str, list[str]]:
    """Return the names of all settings of tools by their folders, those nearest to the root first."""
    found: dict[str, list[str]] = {}
    for path in checkout.paths:
        folder, _, name = path.rpartition("/")
        if _SETTINGS.match(name) and _is_own(path):
            found.setdefault(folder, []).append(name)
    return {folder: found[folder] for folder in sorted(found, key=lambda one: (one.count("/") + bool(one), one))}


def topmost(folders: Iterable[str]) -> tuple[str, ...]:
    """Return the folders that lie in none of the others."""
    known = tuple(folders)
    return tuple(one for one in known if not any(other != one and is_within(one, other) for other in known))


def holder_of(path: str, folders: Iterable[str]) -> str | None:
    """Return the nearest folder above a path; ``None``: none of them."""
    return max((one for one in folders if is_within(path, one)), key=len, default=None)


def is_within(path: str, folder: str) -> bool:
    """Return whether a path is in a folder; everything is in the root."""
    return not folder or path.startswith(f"{folder}/")


def in_repository(name: str, folder: str) -> str:
    """Return the path that a program means, which ran in a copy of ``folder`` and may name the whole path."""
    path = name.replace("\\", "/")
    if "/tree/" in path:
        return path.rpartition("/tree/")[2].removeprefix("./")
    return posixpath.normpath(posixpath.join(folder, path))


def _is_own(path: str) -> bool:
    return not _APART.search(path) and path_class(path) not in {PathClass.VENDORED, PathClass.GENERATED}
