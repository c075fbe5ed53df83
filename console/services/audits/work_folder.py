"""Folders in which workers write a repository's files out; what a killed worker left is swept away later."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from console.kernel.file_lock import FileLock
from console.kernel.paths import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCK = "lease"


@contextmanager
def work_folder(root: Path) -> Iterator[Path]:
    """Yield an empty folder below ``root`` and take it away again; it is leased while this process lives."""
    with FileLock(private_folder(root) / "sweep.lock"):
        whole = Path(tempfile.mkdtemp(prefix="task-", dir=root))
        lease = FileLock(whole / _LOCK)
        lease.try_hold()
    try:
        tree = whole / "tree"
        tree.mkdir()
        yield tree
    finally:
        shutil.rmtree(whole, ignore_errors=True)
        lease.release()


def sweep_work(root: Path) -> int:
    """Remove the folders of workers that are gone (the system let go of their lease); return how many."""
    left: dict[Path, FileLock] = {}
    with FileLock(private_folder(root) / "sweep.lock"):  # nobody is between making a folder and leasing it
        for whole in root.glob("task-*"):
            lease = FileLock(whole / _LOCK)
            if lease.try_hold():
                left[whole] = lease
    for whole, lease in left.items():
        shutil.rmtree(whole, ignore_errors=True)
        lease.release()
    return len(left)
