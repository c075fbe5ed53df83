"""Which kinds of dependencies a project declares, as update bots name them, and in which folders."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from console.audits.dependencies.declared_dependency import declares_dependencies
from console.audits.repository.path_class import PathClass, path_class

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.audits.repository.checkout import Checkout

_WORKFLOWS = ".github/workflows/"
_KINDS = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"pyproject\.toml|requirements[\w.-]*\.(txt|in)|setup\.(py|cfg)|Pipfile", "pip"),
        (r"package\.json", "npm"),
        (r"go\.mod", "gomod"),
        (r"Cargo\.toml", "cargo"),
        (r"pom\.xml", "maven"),
        (r"build\.gradle(\.kts)?", "gradle"),
        (r"Gemfile", "bundler"),
        (r"composer\.json", "composer"),
        (r"[\w.-]+\.(cs|fs|vb)proj|Directory\.Packages\.props|packages\.config", "nuget"),
        (r"mix\.exs", "mix"),
        (r"pubspec\.yaml", "pub"),
        (r"Package\.swift", "swift"),
        (r"[\w.-]+\.tf", "terraform"),
        (r"Chart\.yaml", "helm"),
        (r"Dockerfile(\.[\w-]+)?|[\w-]+\.Dockerfile", "docker"),
        (r".+\.ya?ml", "github-actions"),
    )
)
_MANIFEST = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in _KINDS[:-1]))
_AT_TOP = frozenset({"github-actions"})
_APART = re.compile(r"(^|/)(fixtures|testdata|examples?|samples?)/")
_MOST_FOLDERS = 20


def own_paths(checkout: Checkout) -> list[str]:
    """Return the paths that are neither another's nor material of tests and examples."""
    classes = (PathClass.VENDORED, PathClass.TEST)
    known = (one for one in sorted(checkout.paths) if path_class(one) not in classes and not _APART.search(one))
    return checkout.once("own-paths", lambda: list(known))


def update_ecosystems(checkout: Checkout) -> Mapping[str, tuple[str, ...]]:
    """Return the kinds that a project declares, each with the folders of its manifests."""
    found: dict[str, tuple[str, ...]] = {}
    manifests = [one for one in own_paths(checkout) if _may_declare(one)]
    for pattern, name in _KINDS:
        is_action = name in _AT_TOP
        folders: dict[str, None] = {}
        for one in manifests:
            folder = "" if is_action else posixpath.dirname(one)
            is_new = folder not in folders and len(folders) < _MOST_FOLDERS and one.startswith(_WORKFLOWS) is is_action
            if is_new and pattern.fullmatch(posixpath.basename(one)) and declares_dependencies(checkout, one):
                folders[folder] = None
        if folders:
            found[name] = tuple(f"/{one}" for one in folders)
    return found


def _may_declare(path: str) -> bool:
    return _MANIFEST.fullmatch(path[path.rfind("/") + 1 :]) is not None or path.startswith(_WORKFLOWS)
