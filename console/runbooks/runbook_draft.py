"""What somebody wrote into a runbook and did not save: kept beside, so that closing the window loses nothing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from console.kernel.paths import write_private
from console.kernel.regular_file import read_regular
from console.runbooks.parse import MOST_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    from console.kernel.paths import Paths


def keep_draft(paths: Paths, file: Path, text: str | None) -> None:
    """Keep what is to become ``file``; ``None``: nothing is left unsaved. Blocks. Raises ``UserError``."""
    place = _place(paths, file)
    if text is None:
        place.unlink(missing_ok=True)
    else:
        write_private(place, text)


def kept_draft(paths: Paths, file: Path) -> str | None:
    """Return what was kept for ``file``; ``None`` when there is nothing, or nothing that can be read. Blocks."""
    try:
        return read_regular(_place(paths, file), MOST_BYTES).decode("utf-8", "replace")
    except (OSError, ValueError):
        return None


def _place(paths: Paths, file: Path) -> Path:
    return paths.state / "runbook-drafts" / f"{hashlib.sha256(str(file).encode()).hexdigest()[:32]}.md"
