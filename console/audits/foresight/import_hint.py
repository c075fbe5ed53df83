"""Whether one file names another where it imports, includes or requires, in any language."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from console.audits.project_settings import json_settings

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout

_LOADING = re.compile(
    r"^[^\S\n]*(?:from|import|export|use|pub use|pub mod|mod|#\s*include"
    r"|include|require\w*|using|package|@import|load|source)\b.*$"
    r"|^[^\S\n]*\.[^\S\n]+\S.*$"
    r"|\b(?:require|import|include|load_module|import_module)\s*\(.*$|\bfrom\s+['\"].*$",
    re.M,
)
_BLOCK = re.compile(
    r"^(?:from\s+\S+\s+)?import\s*\([^)]*\)|^[^\S\n]*(?:pub(?:\([^)\n]*\))?\s+)?use\s+[\w:]*\{[^;]*\};", re.M
)
_QUOTED = re.compile(r"[\"'`]([\w@:-]*[./][\w@./:-]*)[\"'`]")
_ROOTS = frozenset({"__init__", "index", "mod", "lib", "main"})
_ROOT_FILES = ("index.ts", "index.tsx", "index.js", "index.jsx", "index.mjs", "__init__.py", "mod.rs")
_AUTOLOADED = frozenset({".rb", ".ex", ".exs", ".php"})
_SCRIPTS = frozenset({".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".vue", ".svelte"})
_SHARED_FOLDER = frozenset({".go", ".java", ".kt", ".scala", ".swift", ".cs", ".tf"})


def is_linked(checkout: Checkout, one: str, other: str) -> bool:
    """Return whether either names the other, or their language links what lies in one folder."""
    first, second = PurePosixPath(one), PurePosixPath(other)
    if first.parent == second.parent and (first.stem == second.stem or first.suffix in _SHARED_FOLDER):
        return True
    return _knows(checkout, first, second) or _knows(checkout, second, first)


def _knows(checkout: Checkout, one: PurePosixPath, other: PurePosixPath) -> bool:
    """Return whether a file names another, the package that it is in, or the root of its folder that hands it on."""
    text = checkout.text(str(one))
    if names_in(text, other):
        return True
    package = _package_of(checkout, other) if other.suffix in _SCRIPTS else ""
    if package and package != _package_of(checkout, one) and re.search(rf"[\"']{re.escape(package)}[/\"']", text):
        return True
    roots = (other.with_name(name) for name in _ROOT_FILES)
    known = (root for root in roots if str(root) in checkout.paths and root not in {one, other})
    return any(_takes_from(text, root.parent.name) and names_in(checkout.text(str(root)), other) for root in known)


def _takes_from(text: str, folder: str) -> bool:
    """Return whether a text takes something from the root of a folder, not from a file in it."""
    name = re.escape(folder)
    taken = rf"\bfrom\s+[\w.]*\b{name}\s+import\b|[\"'](?:[^\"'\n]*/)?{name}(?:/index(?:\.\w+)?)?[\"']|\b{name}::"
    return bool(folder) and folder in text and re.search(taken, text) is not None


def _package_of(checkout: Checkout, path: PurePosixPath) -> str:
    """Return the name of the package of Node.js that a file is in, as the nearest package.json tells it."""
    manifests = (str(folder / "package.json") for folder in path.parents)
    nearest = next((one for one in manifests if one in checkout.paths), "")
    return checkout.once(f"package-name-{nearest}", lambda: _name_in(checkout, nearest)) if nearest else ""


def _name_in(checkout: Checkout, manifest: str) -> str:
    name = (json_settings(checkout, manifest) or {}).get("name")
    return name if isinstance(name, str) else ""


def names_in(text: str, other: PurePosixPath) -> bool:
    """Return whether a text names another file where it loads, or uses a class that is named as its file."""
    name = other.parent.name if other.stem in _ROOTS or other.suffix in _SHARED_FOLDER else other.stem
    if other.suffix in _SHARED_FOLDER and re.search(rf"\b{re.escape(other.stem)}\b", text):
        return True  # a class of that name is used
    if other.suffix in _AUTOLOADED and _is_used(text, other.stem):
        return True
    if name not in text:
        return False
    words = re.compile(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])")
    lines = {_line_at(text, one.start()) for one in words.finditer(text)}  # few name it; all lines would take long
    if any(words.search(one[0]) for line in lines for one in _LOADING.finditer(line)):
        return True
    if any(words.search(one[1]) for line in lines for one in _QUOTED.finditer(line)):
        return True  # as settings name what is loaded later
    return any(words.search(one[0]) for one in _BLOCK.finditer(text)) if lines else False


def _is_used(text: str, stem: str) -> bool:
    """Return whether a text uses the class that a file is named after, or the symbol of it, which is loaded by that."""
    called = "".join(one[:1].upper() + one[1:] for one in stem.split("_"))
    return re.search(rf"\b{re.escape(called)}\b|(?<!:):{re.escape(stem)}s?\b", text) is not None


def _line_at(text: str, place: int) -> str:
    end = text.find("\n", place)
    return text[text.rfind("\n", 0, place) + 1 : end if end >= 0 else None]
