"""What a new file of the journal begins with: what is not over, and would be read no more without that."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

from console.ports.journal import JournalRecord
from console.store.journal.record_line import line_hash, read_line, written_line

if TYPE_CHECKING:
    from console.store.journal.line_file import LineFile

Lasting: TypeAlias = Callable[[Mapping[str, JournalRecord], float], Container[str]]
"""Says of the newest records by subject, at a time (unix seconds), which subjects are not over."""


def nothing_lasts(_newest: Mapping[str, JournalRecord], _now_s: float) -> frozenset[str]:
    """Take every subject for one that is over."""
    return frozenset()


def carried_lines(leaving: LineFile, staying: LineFile, lasting: Lasting, now_s: float, most_bytes: int) -> bytes:
    """Return the newest record of each lasting subject that only the ``leaving`` file holds, as lines.

    They go on behind the ``staying`` file. Beyond ``most_bytes`` the oldest are left out.
    """
    before, after = _newest(leaving), _newest(staying)
    kept = lasting(before | after, now_s)
    alone = [one for subject, one in before.items() if subject not in after and subject in kept]
    previous, lines = line_hash(staying.last_line()), list[bytes]()
    for record in _within(alone, most_bytes):
        lines.append(written_line(record, previous))
        previous = line_hash(lines[-1][:-1])
    return b"".join(lines)


def _newest(file: LineFile) -> dict[str, JournalRecord]:
    """Return the newest record of each subject of a file, in the order in which they were written."""
    found: dict[str, JournalRecord] = {}
    for line in file.read_from(0)[0]:
        with suppress(ValueError):  # a torn line was told when it was read
            record = read_line(line)
            found.pop(record.subject, None)
            found[record.subject] = record
    return found


def _within(records: list[JournalRecord], most_bytes: int) -> list[JournalRecord]:
    size, found = 0, list[JournalRecord]()
    for record in reversed(records):
        size += len(written_line(record, line_hash(b"")))
        if size > most_bytes:
            break
        found.append(record)
    return found[::-1]
