"""What a step writes: bounded in memory and on disk, without secrets, readable while it comes."""

from __future__ import annotations

import os
import re
import threading
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from console.kernel.i18n import t
from console.kernel.redact import MASK, scrub
from console.kernel.visible_text import visible_lines

if TYPE_CHECKING:
    from pathlib import Path

MOST_LINES = 5000
_MOST_CHARACTERS = 2 << 20
_MOST_LINE = 4096
_MOST_RAW = 2 * _MOST_LINE  # looked at of a line: a secret where it is cut is seen whole, and masked
_MOST_FILE = 4 << 20
_TAIL_LINES, _TAIL_CHARACTERS = 10, 800
_CONTROL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]")
_KEY_BEGINS, _KEY_ENDS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"), "-----END "


class Lines(NamedTuple):
    """Lines of output; ``sequence`` is what to ask from next, ``dropped`` lines in between are no longer there."""

    lines: tuple[str, ...]
    sequence: int
    dropped: int = 0


class StepOutput:
    """``write`` and ``close`` on the I/O loop's behalf, one at a time; reading on any thread.

    Memory holds the newest lines, the file the first ones (4 MiB) and at its end the newest again. Where the disk takes
    no more (it is full) a line says so, and memory goes on: a step is not torn from its work for that.
    """

    def __init__(self, file: Path) -> None:
        self._lock = threading.Lock()
        self._kept: deque[str] = deque()
        self._characters = 0
        self._partial = ""
        self._in_key = False
        self.lines = self.dropped = 0
        self._written = 0
        self._stream: BinaryIO | None = None
        try:
            opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._stream = os.fdopen(opened, "wb", buffering=64 << 10)
        except OSError as error:
            self._give_up(error)

    def write(self, text: str) -> None:
        """Take a part of the output; what ends without a line end waits for the rest."""
        parts = (self._partial + text).split("\n")
        self._partial = _bounded(parts.pop())
        if parts:
            self._take(parts)

    def _take(self, raw: list[str]) -> None:
        cleaned = [_CONTROL.sub("", one).rstrip("\r").rpartition("\r")[2][:_MOST_RAW] for one in raw]
        scrubbed = visible_lines(scrub("\n".join(self._without_keys(cleaned)))).split("\n")
        lines = [one[:_MOST_LINE] for one in scrubbed]
        self._store("".join(f"{one}\n" for one in lines))
        self._keep(lines)

    def _keep(self, lines: list[str]) -> None:
        with self._lock:
            self.lines += len(lines)
            self._kept.extend(lines)
            self._characters += sum(map(len, lines))
            while len(self._kept) > MOST_LINES or self._characters > _MOST_CHARACTERS:
                self._characters -= len(self._kept.popleft())

    def _without_keys(self, lines: list[str]) -> list[str]:
        """Mask private keys line by line: their beginning and end may come in different parts."""
        if not self._in_key and not any("PRIVATE KEY" in one for one in lines):
            return lines
        found = []
        for one in lines:
            begins = _KEY_BEGINS.search(one) is not None
            self._in_key = self._in_key or begins
            found.append(MASK if self._in_key else one)
            if self._in_key and _KEY_ENDS in one:
                self._in_key = False
        return found

    def _store(self, text: str) -> None:
        raw = text.encode("utf-8", "replace")
        if self._stream is not None and self._written + len(raw) <= _MOST_FILE:
            self._written += len(raw)
            self._to_disk(raw)
        else:
            self._written = _MOST_FILE + 1  # nothing later is written before the end, so that no hole is unseen
            self.dropped += text.count("\n")

    def _to_disk(self, raw: bytes, *, until_safe: bool = False) -> None:
        if self._stream is None:
            return
        try:
            self._stream.write(raw)
            if until_safe:
                self._stream.flush()
                os.fsync(self._stream.fileno())
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        """Keep the rest in memory only, and say so."""
        stream, self._stream = self._stream, None
        if stream is not None:
            with suppress(OSError):
                stream.close()
        self._keep([t("… from here on the output is not kept on disk: {why} …", why=error.strerror or error)])

    def since(self, sequence: int) -> Lines:
        """Return the lines from number ``sequence`` on (0 at first)."""
        with self._lock:
            first = self.lines - len(self._kept)
            start = max(sequence, first)
            return Lines(tuple(self._kept)[start - first :], self.lines, start - sequence)

    @property
    def tail(self) -> str:
        """Return the last few lines."""
        with self._lock:
            last = list(self._kept)[-_TAIL_LINES:]
        return "\n".join(last)[-_TAIL_CHARACTERS:]

    def flush(self) -> None:
        """Let others read what has been written so far."""
        if self._stream is not None:
            try:
                self._stream.flush()
            except OSError as error:
                self._give_up(error)

    def close(self) -> None:
        """Write the rest, and wait until all of it is on disk; blocks."""
        if self._partial:
            rest, self._partial = self._partial, ""
            self._take([rest])
        end = ""
        if self.dropped and self._stream is not None:
            with self._lock:
                last = list(self._kept)[-self.dropped :]
            self.dropped -= len(last)
            gap = t("… {count} lines are not kept …", count=self.dropped)
            end = "".join(f"{one}\n" for one in (gap, *last))
        self._to_disk(end.encode("utf-8", "replace"), until_safe=True)
        if self._stream is not None:
            self._stream.close()


def _bounded(partial: str) -> str:
    """Return no more of an unended line than is looked at of it: what was not overwritten, from its beginning."""
    if len(partial) <= _MOST_RAW:
        return partial
    clean = _CONTROL.sub("", partial)
    body = clean.rstrip("\r")
    return body.rpartition("\r")[2][:_MOST_RAW] + clean[len(body) :][:1]
