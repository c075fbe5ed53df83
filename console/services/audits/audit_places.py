"""Where audits keep what they need and what they found, in a profile's folders."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from console.kernel.paths import Paths


class AuditPlaces(NamedTuple):
    """``cache`` can be made anew (clones, work folders); ``results`` and ``book`` are what was found."""

    cache: Path
    results: Path
    book: Path


def audit_places(paths: Paths) -> AuditPlaces:
    """Return the folders of a profile."""
    kept = paths.data / "audits"
    return AuditPlaces(paths.cache / "audits", kept / "results", kept / "projects")
