"""Whether one file names another where it imports, includes or requires, in any language."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

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
_SHARED_FOLDER = frozenset({".go", ".java", ".kt", ".scala", ".swift", ".cs", ".tf"})


def is_linked(checkout: Checkout, one: str, other: str) -> bool:
    """Return whether either names the other, or their language links what lies in one folder."""
    first, second = PurePosixPath(one), PurePosixPath(other)
    if first.parent == second.parent and (first.stem == second.stem or first.suffix in _SHARED_FOLDER):
        return True
    return names_in(checkout.text(one), second) or names_in(checkout.text(other), first)


def names_in(text: str, other: PurePosixPath) -> bool:
    """Return whether a text names another file where it loads, or uses a class that is named as its file."""
    name = other.parent.name if other.stem in _ROOTS or other.suffix in _SHARED_FOLDER else other.stem
    if other.suffix in _SHARED_FOLDER and re.search(rf"\b{re.escape(other.stem)}\b", text):
        return True  # a class of that name is used
    if name not in text:
        return False
    words = re.compile(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])")
    lines = {_line_at(text, one.start()) for one in words.finditer(text)}  # few name it; all lines would take long
    if any(words.search(one[0]) for line in lines for one in _LOADING.finditer(line)):
        return True
    if any(words.search(one[1]) for line in lines for one in _QUOTED.finditer(line)):
        return True  # as settings name what is loaded later
    return any(words.search(one[0]) for one in _BLOCK.finditer(text)) if lines else False


def _line_at(text: str, place: int) -> str:
    end = text.find("\n", place)
    return text[text.rfind("\n", 0, place) + 1 : end if end >= 0 else None]
