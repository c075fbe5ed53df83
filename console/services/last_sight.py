"""The last sight: a file with the Overview of the estate that was open last, so that the next start paints it at once.

It is a picture of data, never the data: the real estate file and the history are read right after the first paint.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zlib import crc32

from console.kernel.errors import ConsoleError
from console.kernel.i18n import language
from console.kernel.regular_file import read_regular
from console.kernel.version import VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from console.presenters.last_view import LastView

FORMAT = 1
MAX_BYTES = 8 * 1024 * 1024  # a board of thousands of cells; more is not read before the first paint


class LastSight:
    """One view in one private file. It counts only for the same bytes of the same estate file, program and language."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def keep(self, estate_file: Path, mark: str, view: LastView) -> None:
        """Replace what is kept; ``mark`` is ``estate_mark`` of the file as it was opened. A full disk is no failure."""
        from console.kernel.paths import write_private  # noqa: PLC0415 - not before the first paint
        from console.services.view_codec import pack, shape_mark  # noqa: PLC0415

        body = json.dumps(pack(view), ensure_ascii=False, separators=(",", ":"))
        head = [*_head(estate_file, mark, shape_mark()), crc32(body.encode())]
        try:
            write_private(self._file, f"{json.dumps(head, ensure_ascii=False)}\n{body}\n")
        except (ConsoleError, UnicodeEncodeError):
            return

    def recall(self, estate_file: Path) -> LastView | None:
        """Return the view kept of an estate file; ``None`` when there is none or anything about it does not fit."""
        try:
            head_line, _, body = read_regular(self._file, MAX_BYTES).partition(b"\n")
            head = json.loads(head_line)
        except (OSError, ValueError, RecursionError):
            return None
        mark = estate_mark(estate_file)
        from console.services.view_codec import shape_mark, unpack  # noqa: PLC0415 - only when there is something

        body = body.removesuffix(b"\n")
        if not mark or head != [*_head(estate_file, mark, shape_mark()), crc32(body)]:
            return None
        try:
            return unpack(json.loads(body))
        except (ValueError, TypeError, RecursionError):
            return None

    def forget(self) -> None:
        """Remove what is kept."""
        try:
            self._file.unlink(missing_ok=True)
        except OSError:
            return


def estate_mark(file: Path) -> str:
    """Return what tells one content of a file from another; empty when it cannot be read. It is no seal."""
    try:
        raw = read_regular(file, MAX_BYTES)
    except (OSError, ValueError):
        return ""
    return f"{len(raw)}-{crc32(raw):08x}"


def _head(estate_file: Path, mark: str, shape: str) -> list[Any]:
    return [FORMAT, VERSION, shape, language(), str(estate_file.absolute()), mark]
