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

    @property
    def decisions(self) -> Path:
        """Where it is kept what people decided about findings."""
        return self.book.parent / "decisions"

    @property
    def evidence(self) -> Path:
        """Where the evidence packs of projects in compliance mode are kept."""
        return self.book.parent / "evidence"

    @property
    def advisories(self) -> Path:
        """Where the known vulnerabilities are kept that were imported."""
        return self.book.parent / "advisories"

    @property
    def beyond(self) -> Path:
        """Where it is kept what was asked of places beyond this machine, until it has ended."""
        return self.book.parent / "beyond"

    @property
    def corrections(self) -> Path:
        """Where patches are kept that were prepared for teams whose profile corrects."""
        return self.book.parent / "corrections"

    @property
    def metrics(self) -> Path:
        """Where audits are counted."""
        return self.book.parent / "metrics"


def audit_places(paths: Paths) -> AuditPlaces:
    """Return the folders of a profile."""
    kept = paths.data / "audits"
    return AuditPlaces(paths.cache / "audits", kept / "results", kept / "projects")
