"""What arrived at the lab's sinks, read from the lab's folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILE = "inbox.jsonl"
_MOST_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message of the lab's inbox; ``at_s`` is unix seconds, ``note`` e.g. the key of an issue."""

    at_s: float
    channel: str
    title: str
    text: str
    note: str


def read_inbox(estate_file: Path) -> tuple[Arrived, ...]:
    """Return what arrived at the lab of this estate, newest first; nothing when nothing can be read. Blocks."""
    try:
        with (estate_file.parent / FILE).open("rb") as file:
            lines = file.read(_MOST_BYTES).splitlines()
    except OSError:
        return ()
    found = [one for line in lines if (one := _arrived(line)) is not None]
    return tuple(reversed(found))


def _arrived(line: bytes) -> Arrived | None:
    try:
        told = json.loads(line)
        return Arrived(float(told["at_s"]), *(str(told[name]) for name in ("channel", "title", "text", "note")))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
