"""Where the lab keeps its files in a profile."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from console.kernel.paths import Paths

MARK = ".cell-console-lab"
"""The file beside an estate that says it is a lab's; locked while that lab runs."""
KUBECONFIG = "kubeconfig"
_ESTATE = "estate.yaml"


def lab_folder(paths: Paths) -> Path:
    """Return the folder of the first running lab; further ones get ``-2``, ``-3``, … appended."""
    return paths.state / "lab"


def lab_cache(paths: Paths) -> Path:
    """Return the folder of written histories, shared by all labs of the profile."""
    return paths.cache / "lab"


def lab_estate_file(paths: Paths) -> Path:
    """Return the estate file of the first lab that runs, else of the first one; blocks shortly.

    It stays when its lab ends, so that its last known state can be read.
    """
    first = lab_folder(paths) / _ESTATE
    if not is_stopped_lab(first):
        return first
    return next((one for one in _further(first.parent) if not is_stopped_lab(one)), first)


def _further(base: Path) -> Iterator[Path]:
    """Yield the estate files of the labs beside the first one: two consoles of a profile have one each."""
    for number in count(2):
        file = base.with_name(f"{base.name}-{number}") / _ESTATE
        if not os.path.isfile(file):
            return
        yield file


def is_stopped_lab(estate_file: Path) -> bool:
    """Return whether an estate is that of a lab that does not run (it was stopped, or killed). Blocks shortly."""
    mark = estate_file.parent / MARK
    if not os.path.isfile(mark):  # nor where one may not look
        return False
    if not os.path.exists(estate_file.parent / KUBECONFIG):
        return True  # a lab that ends takes it away
    import fcntl  # noqa: PLC0415 - only where a lab is

    try:
        with mark.open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
