"""A record of the trail: an event as it was written, in its place in the chain."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec

from console.domain.canonical_json import canonical_json


class TrailForm(msgspec.Struct, omit_defaults=True):
    """What a line says of an event; ``at`` is RFC 3339 in UTC. Raises ``msgspec.MsgspecError`` where it is none."""

    at: str
    kind: str
    subject: str
    actor: str = ""
    reason: str = ""
    estate: str = ""
    connection: str = ""
    cell: str = ""
    trace_id: str = ""
    body: dict[str, Any] = {}
    once: str = ""


class _Line(TrailForm):
    sequence: int = 0
    previous: str = ""


_DECODER = msgspec.json.Decoder(_Line)


@dataclass(frozen=True, slots=True)
class TrailRecord:
    """``sequence`` counts from 0; ``line`` is the whole of it as it was written, ``form`` what it says.

    ``form`` is ``None`` for a line that nobody can read: torn by a crash, or damaged.
    """

    sequence: int
    line: bytes
    form: TrailForm | None

    @property
    def hash(self) -> str:
        """Return what the next record says of this one."""
        return line_hash(self.line)


def line_hash(line: bytes) -> str:
    """Return the SHA-256 of a line without its end, in hexadecimal."""
    return sha256(line).hexdigest()


def trail_line(form: TrailForm, sequence: int, previous: str) -> bytes:
    """Return a form as the line with that number after the line with that hash, with its end."""
    text = canonical_json({**msgspec.to_builtins(form), "sequence": sequence, "previous": previous})
    return text.encode("utf-8", "replace") + b"\n"


def read_trail_line(line: bytes, sequence: int) -> TrailRecord:
    """Return the record of a line, which may be torn."""
    try:
        return TrailRecord(sequence, line, _DECODER.decode(line))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return TrailRecord(sequence, line, None)
