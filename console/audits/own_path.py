"""Paths that a file of a repository names: followed only to files of the same repository."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


def own_path(paths: Collection[str], name: str) -> str:
    """Return which of the paths a name means from the root of the repository; empty: none, or one outside of it."""
    path = posixpath.normpath(name.lstrip("/"))
    return path if path in paths and ".." not in path.split("/") else ""
