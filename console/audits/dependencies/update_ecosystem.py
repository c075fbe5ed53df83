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

_KINDS = (
    (re.compile(r"^(.*/)?(pyproject\.toml|requirements[\w.-]*\.(txt|in)|setup\.(py|cfg)|Pipfile)$"), "pip"),
    (re.compile(r"^(.*/)?package\.json$"), "npm"),
    (re.compile(r"^(.*/)?go\.mod$"), "gomod"),
    (re.compile(r"^(.*/)?Cargo\.toml$"), "cargo"),
    (re.compile(r"^(.*/)?pom\.xml$"), "maven"),
    (re.compile(r"^(.*/)?build\.gradle(\.kts)?$"), "gradle"),
    (re.compile(r"^(.*/)?Gemfile$"), "bundler"),
    (re.compile(r"^(.*/)?composer\.json$"), "composer"),
    (re.compile(r"^(.*/)?([\w-]+\.csproj|Directory\.Packages\.props|packages\.config)$"), "nuget"),
    (re.compile(r"^(.*/)?mix\.exs$"), "mix"),
    (re.compile(r"^(.*/)?pubspec\.yaml$"), "pub"),
    (re.compile(r"^(.*/)?Package\.swift$"), "swift"),
    (re.compile(r"^(.*/)?[\w.-]+\.tf$"), "terraform"),
    (re.compile(r"^(.*/)?Chart\.yaml$"), "helm"),
    (re.compile(r"^(.*/)?(Dockerfile(\.[\w-]+)?|[\w-]+\.Dockerfile)$"), "docker"),
    (re.compile(r"^\.github/workflows/.+\.ya?ml$"), "github-actions"),
)
_AT_TOP = frozenset({"github-actions"})
_APART = re.compile(r"(^|/)(fixtures|testdata|examples?|samples?)/")
_MOST_FOLDERS = 20


def own_paths(checkout: Checkout) -> list[str]:
    """Return the paths that are neither another's nor material of tests and examples."""
    classes = (PathClass.VENDORED, PathClass.TEST)
    return [one for one in sorted(checkout.paths) if path_class(one) not in classes and not _APART.search(one)]


def update_ecosystems(checkout: Checkout) -> Mapping[str, tuple[str, ...]]:
    """Return the kinds that a project declares, each with the folders of its manifests."""
    found: dict[str, tuple[str, ...]] = {}
    paths = own_paths(checkout)
    for pattern, name in _KINDS:
        folders: dict[str, None] = {}
        for one in paths:
            folder = "" if name in _AT_TOP else posixpath.dirname(one)
            is_new = folder not in folders and len(folders) < _MOST_FOLDERS
            if is_new and pattern.match(one) and declares_dependencies(checkout, one):
                folders[folder] = None
        if folders:
            found[name] = tuple(f"/{one}" for one in folders)
    return found
