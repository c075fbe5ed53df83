"""The journal port: an append-only record of what was done, on disk before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from console.kernel.errors import ChangeRefused

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class JournalRecord:
    """``subject`` (a change's id) is at its ``step`` now, and ``body`` (JSON values, scrubbed) is all of it."""

    kind: str
    subject: str
    step: int
    at_s: float
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JournalReading:
    """``problems`` are sentences on lines that could not be read; they never stop the rest."""

    records: tuple[JournalRecord, ...]
    problems: tuple[str, ...] = ()


class JournalConflict(ChangeRefused):
    """Another console has journaled the same step of the same subject; read, then look again."""


class Journal(Protocol):
    """Shared by all consoles of a profile. Methods block (disk): call them off the loop and the GUI thread."""

    def read(self) -> JournalReading:
        """Return what is new since the last call; the first time everything within the journal's bounds.

        Of very many records, those that a later one of the same subject replaces are left out, but for the last ones.
        """

    def append(self, record: JournalRecord) -> None:
        """Return when the record is on disk for good.

        Raises ``JournalConflict`` when another console was first, ``UserError`` when it cannot be written.
        """

    @property
    def owner(self) -> str:
        """Return the name of this console, unique among all that ever wrote here."""

    def is_running(self, owner: str) -> bool:
        """Return whether the console of that name still runs (this one does)."""

    def close(self) -> None:
        """Say that this console has ended."""
