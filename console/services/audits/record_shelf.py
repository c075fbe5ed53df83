"""What is known of audited projects, read again only where a file changed: hundreds of projects are looked at often."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from console.store.audits.audit_book import AuditBook, AuditRecord


class RecordShelf:
    """Any thread; ``read`` blocks (disk), ``known`` does not."""

    def __init__(self, book: AuditBook) -> None:
        self._book = book
        self._stamps: dict[str, tuple[int, int]] = {}
        self._records: dict[str, tuple[AuditRecord, ...]] = {}
        self._lock = threading.Lock()

    def read(self, projects: Iterable[str]) -> Mapping[str, tuple[AuditRecord, ...]]:
        """Return the records of some projects, oldest first; those that were never audited are left out."""
        with self._lock:
            for project in projects:
                stamp = self._book.stamp(project)
                if self._stamps.get(project) != stamp:
                    self._stamps[project] = stamp
                    self._records[project] = self._book.records(project)
            return {key: found for key, found in self._records.items() if found}

    def known(self, project: str) -> tuple[AuditRecord, ...]:
        """Return what was read of a project last."""
        return self._records.get(project, ())

    def usual_s(self) -> float | None:
        """Return the middle of what the last audits took, in seconds; ``None`` before the first."""
        took = sorted(found[-1].took_s for found in self._records.values() if found and found[-1].tasks)
        return took[len(took) // 2] if took else None
