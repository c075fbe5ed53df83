"""What a checkout tells those who keep things by content, so that a checkout may use them itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from console.audits.repository.tracked_file import TrackedFile


class KeptPlace(Protocol):
    """``repository`` is its bare clone; in ``cache`` things are kept (``None``: nowhere)."""

    repository: Path
    cache: Path | None

    @property
    def files(self) -> tuple[TrackedFile, ...]:
        """Return the files that are looked at."""
