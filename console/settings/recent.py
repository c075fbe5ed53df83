"""The estates that were opened last, newest first."""

import json
from pathlib import Path

from console.kernel.errors import ConsoleError
from console.kernel.paths import Paths, write_private
from console.kernel.regular_file import read_regular

MOST = 12
LAB = "lab"
_MOST_BYTES = 256 * 1024


def recent_estates(paths: Paths) -> tuple[str, ...]:
    """Return the files (absolute paths, or ``lab``) that were opened last; empty when nothing valid is known."""
    try:
        entries = json.loads(read_regular(_file(paths), _MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return ()
    if not isinstance(entries, list):
        return ()
    return tuple(one for one in entries if isinstance(one, str) and one and "\x00" not in one)[:MOST]


def remember_estate(paths: Paths, estate: str | Path) -> None:
    """Put an estate in front; a disk that refuses is no reason to fail."""
    name = LAB if str(estate) == LAB else str(Path(estate).absolute())
    entries = [name, *(one for one in recent_estates(paths) if one != name)][:MOST]
    try:
        write_private(_file(paths), json.dumps(entries, indent=2, ensure_ascii=False) + "\n")
    except ConsoleError:
        return


def _file(paths: Paths) -> Path:
    return paths.state / "recent.json"
