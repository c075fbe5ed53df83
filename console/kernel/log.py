"""Logging: every line is scrubbed; plain for people, JSON on request."""

from __future__ import annotations

import json
import logging
import sys
from typing import TYPE_CHECKING, TextIO

from console.kernel.paths import private_folder
from console.kernel.redact import scrub
from console.kernel.visible_text import visible_lines

if TYPE_CHECKING:
    from pathlib import Path


class ScrubbedFormatter(logging.Formatter):
    """A formatter whose whole output, tracebacks included, passes ``scrub``."""

    def __init__(self, *, as_json: bool = False) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """Return one scrubbed line (or block, with a traceback)."""
        if not self._as_json:
            return visible_lines(scrub(super().format(record)))
        entry = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": scrub(record.getMessage()),
        }
        if record.exc_info:
            entry["traceback"] = scrub(self.formatException(record.exc_info))
        # Scrubbed before it is JSON, where quotes are escaped and masks could eat an escape. ASCII: terminals obey C1.
        return json.dumps(entry)


def set_up_logging(
    *, level: int = logging.WARNING, as_json: bool = False, stream: TextIO | None = None, file: Path | None = None
) -> None:
    """Replace the root logger's outputs: a stream (stderr) and, when given, a private file."""
    outputs: list[logging.Handler] = [logging.StreamHandler(stream or sys.stderr)]
    if file is not None:
        private_folder(file.parent)
        file.touch(mode=0o600)
        outputs.append(logging.FileHandler(file, encoding="utf-8", errors="backslashreplace"))
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
        old.close()
    for output in outputs:
        output.setFormatter(ScrubbedFormatter(as_json=as_json))
        root.addHandler(output)
    root.setLevel(level)
    # It tells every header of every answer at DEBUG: cookies, addresses that are signed.
    logging.getLogger("httpcore").setLevel(max(level, logging.INFO))
