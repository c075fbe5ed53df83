"""Compiled code that is kept: of what a library brings as source inside itself and compiles anew at each start."""

from __future__ import annotations  # also of the sources: code that compiles hands this down, and PySide6 has it on

import builtins
import marshal
from contextlib import contextmanager, suppress
from importlib.util import MAGIC_NUMBER, source_hash
from typing import TYPE_CHECKING, Any

from console.kernel.paths import keep_private
from console.kernel.regular_file import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import CodeType

    Kept = dict[str, tuple[bytes, CodeType]]

_HEAD_BYTES = len(MAGIC_NUMBER) + 8
_MOST_BYTES = 4 * 1024 * 1024


@contextmanager
def kept_code(file: Path, prefix: str) -> Iterator[None]:
    """Within it, what is compiled under a name that begins with ``prefix`` is taken from ``file`` if it is known there.

    Known is a source that is the same to the byte, compiled by this Python; whatever else is compiled as always, and
    kept for the next time. A file that is missing, damaged or of another Python is replaced, one that cannot be written
    is done without. It is as private as the user's other files: whoever can write it could replace the program too.
    """
    plain, kept = builtins.compile, _read(file)
    met: Kept = {}

    def answer(source: Any, filename: Any, mode: str, *more: Any, **named: Any) -> Any:
        if not isinstance(filename, str) or not filename.startswith(prefix) or mode != "exec" or more or named:
            return plain(source, filename, mode, *more, **named)
        made_of = source_hash(source if isinstance(source, bytes) else str(source).encode())
        known = kept.get(filename)
        code = known[1] if known is not None and known[0] == made_of else plain(source, filename, mode)
        met[filename] = (made_of, code)
        return code

    builtins.compile = answer
    try:
        yield
    finally:
        builtins.compile = plain
        if any(kept.get(name) != one for name, one in met.items()):
            _write(file, met)


def _read(file: Path) -> Kept:
    """Return what the file keeps; nothing unless this Python wrote it and every byte is as it was written."""
    with suppress(OSError):
        raw = read_regular(file, _MOST_BYTES)
        head, content = raw[:_HEAD_BYTES], raw[_HEAD_BYTES:]
        if content and head == MAGIC_NUMBER + source_hash(content):
            found: Kept = marshal.loads(content)  # noqa: S302 - the bytes that ``_write`` wrote
            return found
    return {}


def _write(file: Path, met: Kept) -> None:
    content = marshal.dumps(met)
    keep_private(file, MAGIC_NUMBER + source_hash(content) + content)
