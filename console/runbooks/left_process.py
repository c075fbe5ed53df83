"""What scripts of a run began, and what still runs after their console was killed."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from console.runbooks.script_environment import EXPORTS

_PROCESSES = Path("/proc")


def left_processes(folder: Path) -> tuple[int, ...]:
    """Return the numbers of the processes that scripts of the run of ``folder`` began and that still run; blocks.

    Linux tells by their environment; of other systems, and of other users' processes, nobody knows.
    """
    mark = f"\0{EXPORTS}={folder}{os.sep}".encode()
    found = []
    with suppress(OSError):
        for one in _PROCESSES.iterdir():
            if one.name.isdecimal():
                with suppress(OSError):  # it has ended, or is somebody else's; of one that has ended nothing is left
                    if mark in b"\0" + (one / "environ").read_bytes():
                        found.append(int(one.name))
    return tuple(sorted(found))
