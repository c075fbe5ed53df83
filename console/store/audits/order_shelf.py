"""What was asked of places beyond this machine, until it has ended: a console that was killed leaves it here."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from secrets import token_hex
from typing import TYPE_CHECKING

from console.kernel.file_lock import FileLock, held_lock
from console.kernel.paths import private_folder, write_private
from console.kernel.regular_file import read_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_MOST_BYTES = 64 << 20
_TOKEN_BYTES = 8


class OrderShelf:
    """A file per run below ``folder``, locked while its console lives; the system lets go of the lock at a kill."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def keeping(self, place: str, content: bytes, stays: Callable[[], bool]) -> Iterator[None]:
        """Keep the orders of a run while inside; afterwards too when it ``stays`` (the console ends, the run goes on).

        Raises ``UserError`` when they cannot be kept.
        """
        file = private_folder(self._folder) / f"{place}-{token_hex(_TOKEN_BYTES)}.json"
        with held_lock(file.with_suffix(".lock")):
            try:
                write_private(file, content)
                yield
            finally:
                if not stays():
                    file.unlink(missing_ok=True)
                    file.with_suffix(".lock").unlink(missing_ok=True)

    def left(self, place: str) -> tuple[bytes, ...]:
        """Return the orders of runs whose console is gone, and let go of them: who takes them asks for them again."""
        found = []
        named = f"{place}-{'?' * 2 * _TOKEN_BYTES}.json"  # of this place alone: ``eu`` is not ``eu-west``
        for file in sorted(self._folder.glob(named)) if self._folder.is_dir() else ():
            lock = FileLock(file.with_suffix(".lock"))
            try:
                if not lock.try_hold():
                    continue
            except OSError:  # nothing can be written here: who may write takes it
                continue
            with suppress(OSError):
                found.append(read_regular(file, _MOST_BYTES))
            file.unlink(missing_ok=True)
            file.with_suffix(".lock").unlink(missing_ok=True)
            lock.release()
        return tuple(found)
