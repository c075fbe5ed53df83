"""What a step writes: bounded in memory and on disk, without secrets, readable while it comes."""

from __future__ import annotations

import os
import re
import threading
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from console.kernel.i18n import t
from console.kernel.redact import MASK, scrub
from console.kernel.visible_text import visible_lines

if TYPE_CHECKING:
    from pathlib import Path

MOST_LINES = 5000
_MOST_CHARACTERS = 2 << 20
_MOST_LINE = 4096
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

    Memory holds the newest lines, the file the first ones (4 MiB) and at its end the newest again.
    """

    def __init__(self, file: Path) -> None:
        self._lock = threading.Lock()
        self._kept: deque[str] = deque()
        self._characters = 0
        self._partial = ""
        self._in_key = False
        self.lines = self.dropped = 0
        self._written = 0
        self._file = file
        self._stream = os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb", buffering=64 << 10)

    def write(self, text: str) -> None:
        """Take a part of the output; what ends without a line end waits for the rest."""
        parts = (self._partial + text).split("\n")
        self._partial = parts.pop()[-_MOST_LINE:]
        if parts:
            self._take(parts)

    def _take(self, raw: list[str]) -> None:
        cleaned = [_CONTROL.sub("", one).rstrip("\r").rpartition("\r")[2][:_MOST_LINE] for one in raw]
        lines = visible_lines(scrub("\n".join(self._without_keys(cleaned)))).split("\n")
        self._store("".join(f"{one}\n" for one in lines))
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
        if self._written + len(raw) <= _MOST_FILE:
            self._stream.write(raw)
            self._written += len(raw)
        else:
            self._written = _MOST_FILE + 1  # nothing later is written before the end, so that no hole is unseen
            self.dropped += text.count("\n")

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
        self._stream.flush()

    def close(self) -> None:
        """Write the rest, and wait until all of it is on disk; blocks."""
        if self._partial:
            rest, self._partial = self._partial, ""
            self._take([rest])
        if self.dropped:
            with self._lock:
                last = list(self._kept)[-self.dropped :]
            self.dropped -= len(last)
            gap = t("… {count} lines are not kept …", count=self.dropped)
            self._stream.write("".join(f"{one}\n" for one in (gap, *last)).encode("utf-8", "replace"))
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
