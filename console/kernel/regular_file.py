"""Reading a file that somebody else names: never a pipe, a device or a folder, and never more than is sane."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

from console.kernel.i18n import t

if TYPE_CHECKING:
    from io import BufferedReader
    from pathlib import Path

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def open_regular(file: Path) -> BufferedReader:
    """Open a file for reading; raise ``OSError``, also for a pipe, a device or a folder.

    What is opened is what is looked at, and it is opened without waiting: a named pipe would hang the console.
    """
    try:
        descriptor = os.open(file, _FLAGS)
    except ValueError:  # a NUL character in the name
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT), "") from None
    stream = open(descriptor, "rb")  # noqa: SIM115 - the caller closes it
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return stream
    stream.close()
    if stat.S_ISDIR(mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
    raise OSError(errno.EINVAL, t("it is not a regular file"), str(file))


def read_regular(file: Path, most_bytes: int) -> bytes:
    """Return at most ``most_bytes + 1`` bytes, so that the caller can tell "too large"; raise ``OSError``."""
    with open_regular(file) as stream:
        return stream.read(most_bytes + 1)
