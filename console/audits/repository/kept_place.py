"""What a checkout tells those who keep things by content, so that a checkout may use them itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from console.audits.repository.tracked_file import TrackedFile

Found = TypeVar("Found")


class KeptPlace(Protocol):
    """``repository`` is its bare clone, ``baseline`` the commit that it is compared with (empty: none).

    In ``cache`` things are kept (``None``: nowhere).
    """

    repository: Path
    baseline: str
    cache: Path | None

    @property
    def files(self) -> tuple[TrackedFile, ...]:
        """Return the files that are looked at."""

    def once(self, key: str, read: Callable[[], Found]) -> Found:
        """Return what ``read()`` gave the first time it was asked for under ``key``."""
