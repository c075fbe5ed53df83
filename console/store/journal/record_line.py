"""One line of the journal: a record as canonical JSON with the hash of the line before it."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import msgspec

from console.domain.canonical_json import canonical_json
from console.kernel.prepared import prepared
from console.ports.journal import JournalRecord

FIRST = "0" * 64


class _Line(msgspec.Struct):
    kind: str
    subject: str
    step: int
    at_s: float
    body: dict[str, Any]
    previous: str


_DECODER = msgspec.json.Decoder(prepared(_Line))


def line_hash(line: bytes) -> str:
    """Return what the next line says of this one: the SHA-256 of its bytes without the line end, in hexadecimal."""
    return sha256(line).hexdigest()


def written_line(record: JournalRecord, previous: str) -> bytes:
    """Return a record as a line with its end; ``previous`` is the hash of the line before it."""
    form = {
        "kind": record.kind,
        "subject": record.subject,
        "step": record.step,
        "at_s": record.at_s,
        "body": record.body,
        "previous": previous,
    }
    return canonical_json(form).encode("utf-8", "replace") + b"\n"


def read_line(line: bytes) -> JournalRecord:
    """Return the record of a line; raise ``ValueError`` when it is torn or damaged."""
    try:
        found = _DECODER.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    return JournalRecord(found.kind, found.subject, found.step, found.at_s, found.body)
