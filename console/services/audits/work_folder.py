"""Folders in which workers write a repository's files out; what a killed worker left is swept away later."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from console.kernel.errors import UserError
from console.kernel.file_lock import FileLock, held_lock
from console.kernel.i18n import t
from console.kernel.paths import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCK, _TREE = "lease", "tree"


def _leased(root: Path) -> tuple[Path, FileLock]:
    try:
        whole = Path(tempfile.mkdtemp(prefix="task-", dir=root))
        (whole / _TREE).mkdir()
        lease = FileLock(whole / _LOCK)
        lease.try_hold()
    except OSError as error:
        raise UserError(
            t("The folder {folder} cannot be written: {why}.", folder=root, why=error.strerror or error),
            t("Free some space or correct its rights, then try again."),
        ) from error
    return whole, lease


@contextmanager
def work_folder(root: Path) -> Iterator[Path]:
    """Yield an empty folder below ``root`` and take it away again; it is leased while this process lives."""
    with held_lock(private_folder(root) / "sweep.lock"):
        whole, lease = _leased(root)
    try:
        yield whole / _TREE
    finally:
        shutil.rmtree(whole, ignore_errors=True)
        lease.release()


def sweep_work(root: Path) -> int:
    """Remove the folders of workers that are gone (the system let go of their lease); return how many."""
    left: dict[Path, FileLock] = {}
    with held_lock(private_folder(root) / "sweep.lock"):  # nobody is between making a folder and leasing it
        for whole in root.glob("task-*"):
            lease = FileLock(whole / _LOCK)
            with suppress(OSError):  # its worker has just taken it away
                if lease.try_hold():
                    left[whole] = lease
    for whole, lease in left.items():
        shutil.rmtree(whole, ignore_errors=True)
        lease.release()
    return len(left)
