"""A checkout of given files without a repository: what rules read of it is all that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.repository.checkout import Checkout
from console.audits.repository.tracked_file import TrackedFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from console.audits.repository.history import HistoryCommit

_NOW_S = 1_790_000_000.0
_FILE = 0o100644


class GivenCheckout(Checkout):
    """``history`` are its commits. Programs say nothing, and the forge knows nothing; branches and tags are none."""

    def __init__(self, files: Mapping[str, bytes], folder: Path, history: tuple[HistoryCommit, ...] = ()) -> None:
        super().__init__(folder, "0" * 40, folder, now_s=_NOW_S)
        self._given = files
        self.__dict__["tracked"] = tuple(
            TrackedFile(path, _FILE, len(content), "0" * 40) for path, content in files.items()
        )
        told = {"history": history, "ast-grep": {}, "references": "", **dict.fromkeys(("zizmor", *_PROGRAMS), ())}
        begun = {f"{one}-begun": tuple for one in ("ast-grep", *_PROGRAMS)}
        self._tools.update({**told, **begun})

    def folder_with(self, paths: Iterable[str]) -> Path:
        """Return a folder without them: nobody looks into it here."""
        del paths
        return self._folder

    def content(self, path: str, most: int = 2 << 20) -> bytes:
        """Return what is given for a path."""
        return self._given.get(path, b"")[:most]


_PROGRAMS = ("ruff", "lizard", "codespell", "kingfisher")
