"""Whether a manifest declares any dependency: many hold settings of tools alone."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from console.audits.project_settings import json_settings, toml_settings

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout

_NODE = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_TEXTS = {
    "setup.py": re.compile(r"\b(install_requires|setup_requires|tests_require|extras_require)\b"),
    "setup.cfg": re.compile(r"^(install_requires|setup_requires|tests_require)\s*=|^\[options\.extras_require\]", re.M),
    "go.mod": re.compile(r"^[^\S\n]*require\b", re.M),
    "Cargo.toml": re.compile(r"^\[([\w.()'\" =-]+\.)?((dev|build)-)?dependencies(\.[\w-]+)?\]\s*\n\s*[\w\"#]", re.M),
    "pom.xml": re.compile(r"<(dependency|plugin|parent)>"),
    "Gemfile": re.compile(r"^[^\S\n]*(gem|gemspec)\b", re.M),
    "composer.json": re.compile(r'"require(-dev)?"\s*:\s*\{\s*"'),
    "mix.exs": re.compile(r"\{:\w+,"),
    "pubspec.yaml": re.compile(r"^(dev_)?dependencies:[^\S\n]*\n[^\S\n]+(?!flutter:|sdk:)\w", re.M),
    "Package.swift": re.compile(r"\.package\("),
    "Chart.yaml": re.compile(r"^dependencies:[^\S\n]*\n[^\S\n]*-", re.M),
    "Directory.Packages.props": re.compile(r"<PackageVersion\b"),
    "packages.config": re.compile(r"<package\b"),
}
_BY_ENDING = (
    (".csproj", _PACKAGES := re.compile(r"<PackageReference\b")),
    (".fsproj", _PACKAGES),
    (".vbproj", _PACKAGES),
    (".tf", re.compile(r"^[^\S\n]*required_providers\b|^[^\S\n]*source[^\S\n]*=[^\S\n]*\"(?!\.)", re.M)),
    (".yml", _USES := re.compile(r"\buses:\s*[\"']?(?!\.)[\w-]+[/:]")),
    (".yaml", _USES),
)
_IMAGE = re.compile(r"^[^\S\n]*FROM\s+(?!scratch\b)", re.M | re.I)
_REQUIRED = re.compile(r"^[^\S\n]*[A-Za-z0-9]", re.M)


def declares_dependencies(checkout: Checkout, path: str) -> bool:
    """Return whether a manifest names something that others publish; of a kind that is not read, that it does."""
    name = posixpath.basename(path)
    if name == "package.json":
        known = json_settings(checkout, path) or {}
        return any(isinstance(known.get(one), dict) and known[one] for one in _NODE)
    if name == "pyproject.toml":
        return _is_python(toml_settings(checkout, path) or {})
    if name.endswith((".txt", ".in")):
        return _REQUIRED.search(checkout.text(path)) is not None
    pattern = _TEXTS.get(name) or next((each for ending, each in _BY_ENDING if name.endswith(ending)), None)
    if "Dockerfile" in name:
        pattern = _IMAGE
    return pattern is None or pattern.search(checkout.text(path)) is not None


def _is_python(known: Any) -> bool:
    places = (
        ("project", "dependencies"),
        ("project", "optional-dependencies"),
        ("dependency-groups",),
        ("tool", "poetry", "group"),
        ("tool", "poetry", "dev-dependencies"),
        ("tool", "pdm", "dev-dependencies"),
        ("tool", "uv", "dev-dependencies"),
    )
    poetry = _within(known, "tool", "poetry", "dependencies")
    return any(_within(known, *one) for one in places) or (isinstance(poetry, dict) and bool(set(poetry) - {"python"}))


def _within(known: Any, *names: str) -> object:
    for name in names:
        known = known.get(name) if isinstance(known, dict) else None
    return known
