"""Locks on files, between processes; the system lets go of them when a process ends, however it ends."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from console.kernel.ending import heed_end
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT_S = 10.0
_STEP_S, _MOST_STEP_S = 0.01, 0.25


class FileLock:
    """An exclusive lock on a file that is made for it; ``with`` waits up to 10 s and raises ``UserError`` then.

    Raises ``OSError`` when the file cannot be opened.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._open: int | None = None

    def try_hold(self) -> bool:
        """Take the lock unless another holds it; return whether it is held now."""
        if self._open is not None:
            return True
        opened = os.open(self._file, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        if _lock(opened):
            self._open = opened
            return True
        os.close(opened)
        return False

    def release(self) -> None:
        """Let go."""
        if self._open is not None:
            os.close(self._open)
            self._open = None

    def hold(self, wait_s: float) -> None:
        """Take the lock, waiting up to ``wait_s`` for it (looking less often the longer that lasts).

        Raises ``UserError`` then, and ``Cancelled`` when the runtime ends whose thread this is.
        """
        began_s = time.monotonic()
        while not self.try_hold():
            waited_s = time.monotonic() - began_s
            if waited_s >= wait_s:
                raise UserError(
                    t("The file {file} is held by another console.", file=self._file),
                    t("Wait for it to finish or end it, then try again."),
                )
            heed_end()
            time.sleep(min(max(_STEP_S, waited_s / 50), _MOST_STEP_S))

    def __enter__(self) -> Self:
        self.hold(WAIT_S)
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


@contextmanager
def held_lock(file: Path, wait_s: float = WAIT_S) -> Iterator[None]:
    """Hold a lock while inside; raise ``UserError`` when another holds it for ``wait_s``, or it cannot be made.

    Raises ``Cancelled`` as ``FileLock.hold`` does.
    """
    lock = FileLock(file)
    try:
        lock.hold(wait_s)
    except OSError as error:
        raise UserError(
            t("The file {file} cannot be written: {why}.", file=file, why=error.strerror or error),
            t("Free some space or correct its rights, then try again."),
        ) from error
    try:
        yield
    finally:
        lock.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(opened: int) -> bool:
        try:
            msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(opened: int) -> bool:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
