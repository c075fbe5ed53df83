"""One file of the journal, or of the trail: lines that are only ever added at its end."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from console.kernel.paths import write_private

if TYPE_CHECKING:
    from pathlib import Path

_SUFFIX = ".jsonl"
_CHUNK = 64 << 10


class LineFile(NamedTuple):
    """The ``number``-th file of a folder; it need not exist yet. Raises ``OSError``."""

    folder: Path
    number: int
    stem: str = "journal"

    @property
    def path(self) -> Path:
        """Return where it is."""
        return self.folder / f"{self.stem}-{self.number:06}{_SUFFIX}"

    @property
    def size(self) -> int:
        """Return its length in bytes; 0 when it is not there."""
        return self.path.stat().st_size if self.path.exists() else 0

    def read_from(self, offset: int) -> tuple[list[bytes], int]:
        """Return the lines from a byte on, and where the next reading begins.

        A last line without an end is given too: nobody writes while this reads, so its writer died in it.
        """
        with self.path.open("rb") as file:
            file.seek(offset)
            found = file.read()
        return [line for line in found.split(b"\n") if line], offset + len(found)

    def last_line(self) -> bytes:
        """Return the last line, a torn one too, without its end; empty when there is none."""
        if not self.size:
            return b""
        with self.path.open("rb") as file:
            end = file.seek(0, os.SEEK_END)
            tail = b""
            while end > 0 and b"\n" not in tail.rstrip(b"\n"):
                start = max(0, end - _CHUNK)
                file.seek(start)
                tail = file.read(end - start) + tail
                end = start
        return tail.rstrip(b"\n").rpartition(b"\n")[2]

    def begin(self, lines: bytes) -> None:
        """Make the file with its first lines, on disk for good: it is there whole, or not at all."""
        write_private(self.path, lines)
        _sync_folder(self.folder)

    def append(self, line: bytes) -> int:
        """Add lines, wait until they are on disk, and return the file's length; on failure the file is as before."""
        new = not self.path.exists()
        opened = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        try:
            size = os.fstat(opened).st_size
            torn = size > 0 and os.lseek(opened, size - 1, os.SEEK_SET) >= 0 and os.read(opened, 1) != b"\n"
            try:
                _write(opened, (b"\n" if torn else b"") + line)
                os.fsync(opened)
            except OSError:
                with suppress(OSError):
                    os.ftruncate(opened, size)
                raise
            length = os.fstat(opened).st_size
        finally:
            os.close(opened)
        if new:
            _sync_folder(self.folder)
        return length


def line_files(folder: Path, stem: str = "journal") -> list[LineFile]:
    """Return the files of a folder, oldest first; what has no such name as is given here is none of them."""
    names = {one.name for one in folder.glob(f"{stem}-*{_SUFFIX}")}
    numbers = [name.removeprefix(f"{stem}-").removesuffix(_SUFFIX) for name in names]
    found = [LineFile(folder, number, stem) for number in sorted(int(one) for one in numbers if one.isdecimal())]
    return [one for one in found if one.path.name in names]


def _write(opened: int, raw: bytes) -> None:
    while raw:
        raw = raw[os.write(opened, raw) :]


def _sync_folder(folder: Path) -> None:
    """Make a new file's name survive a power loss; Windows knows no such call and needs none."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
