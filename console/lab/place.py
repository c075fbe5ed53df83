"""Where the lab keeps its files in a profile."""

import os
from pathlib import Path

from console.kernel.paths import Paths

MARK = ".cell-console-lab"
"""The file beside an estate that says it is a lab's; locked while that lab runs."""
KUBECONFIG = "kubeconfig"


def lab_folder(paths: Paths) -> Path:
    """Return the folder of the first running lab; further ones get ``-2``, ``-3``, … appended."""
    return paths.state / "lab"


def lab_cache(paths: Paths) -> Path:
    """Return the folder of written histories, shared by all labs of the profile."""
    return paths.cache / "lab"


def lab_estate_file(paths: Paths) -> Path:
    """Return the estate file, which stays when the lab ends, so that its last known state can be read."""
    return lab_folder(paths) / "estate.yaml"


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
