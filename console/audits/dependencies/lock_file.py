"""The lock files of a checkout, read without any program of their ecosystems."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from console.audits.dependencies.module_lock import go_lock, go_module, gradle_lock, pom_lock
from console.audits.dependencies.node_lock import bun_lock, npm_lock, pnpm_lock, yarn_lock
from console.audits.dependencies.other_lock import composer_lock, gem_lock, nuget_config, nuget_lock
from console.audits.dependencies.python_lock import pipfile_lock, requirements_lock
from console.audits.dependencies.toml_lock import toml_lock
from console.audits.repository.path_class import PathClass, path_class
from console.audits.repository.tree_export import MOST_FILE_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from console.audits.dependencies.locked_package import LockedPackage
    from console.audits.repository.checkout import Checkout

_READERS: Mapping[str, Callable[[str], Iterator[LockedPackage]]] = {
    "Pipfile.lock": pipfile_lock,
    "package-lock.json": npm_lock,
    "npm-shrinkwrap.json": npm_lock,
    "yarn.lock": yarn_lock,
    "pnpm-lock.yaml": pnpm_lock,
    "bun.lock": bun_lock,
    "gradle.lockfile": gradle_lock,
    "pom.xml": pom_lock,
    "Gemfile.lock": gem_lock,
    "gems.locked": gem_lock,
    "composer.lock": composer_lock,
    "packages.lock.json": nuget_lock,
    "packages.config": nuget_config,
}
_TOML = {"uv.lock": "PyPI", "poetry.lock": "PyPI", "pdm.lock": "PyPI", "pylock.toml": "PyPI", "Cargo.lock": "crates.io"}
_REQUIREMENTS = re.compile(r"(^|[-_./])(requirements|constraints)([-_.][\w.-]*)?\.txt$|(^|/)requirements/[\w.-]+\.txt$")
# Material of tests is installed nowhere, and what is vendored has its own upstream.
_MATERIAL = re.compile(r"(^|/)(tests?|testdata|test_data|fixtures|__tests__|__fixtures__|specs?|snapshots)/", re.I)


def lock_files(checkout: Checkout) -> tuple[str, ...]:
    """Return the paths of what pins versions, in order."""
    return checkout.once("lock-files", lambda: tuple(sorted(_locks(checkout))))


def _locks(checkout: Checkout) -> Iterator[str]:
    """Yield the lock files; a go.mod pins by itself where no go.sum lies beside it."""
    for one in checkout.files:
        folder, name = posixpath.split(one.path)
        if is_lock(one.path) and (name != "go.mod" or posixpath.join(folder, "go.sum") not in checkout.paths):
            yield one.path


def locked_packages(checkout: Checkout, path: str) -> tuple[LockedPackage, ...]:
    """Return what a lock file pins, each package and version once."""
    found: dict[tuple[str, str, str], LockedPackage] = {}
    for one in _read(checkout, path):
        found.setdefault(one[:3], one)
    return tuple(found.values())


def is_lock(path: str) -> bool:
    """Return whether a path is a file that pins versions of what is installed."""
    if _MATERIAL.search(path) or path_class(path) in {PathClass.VENDORED, PathClass.GENERATED}:
        return False
    name = posixpath.basename(path)
    return name in _READERS or name in _TOML or name in {"go.sum", "go.mod"} or bool(_REQUIREMENTS.search(path))


def _read(checkout: Checkout, path: str) -> Iterator[LockedPackage]:
    name, text = posixpath.basename(path), _text(checkout, path)
    if name in _TOML:
        return toml_lock(text, _TOML[name])
    if name == "go.mod":
        return go_module(text)
    if name == "go.sum":
        return go_lock(text, checkout.text(posixpath.join(posixpath.dirname(path), "go.mod")))
    return _READERS.get(name, requirements_lock)(text)


def _text(checkout: Checkout, path: str) -> str:
    """Return a whole file: these grow beyond what is read of others."""
    return checkout.content(path, MOST_FILE_BYTES).decode("utf-8-sig", "replace")
