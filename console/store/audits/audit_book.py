"""The audit book: which results belong to which project, the newest last."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from console.domain.audit.audit_profile import OPEN_SOURCE, AuditProfile
from console.kernel.errors import UserError
from console.kernel.file_lock import held_lock
from console.kernel.i18n import t
from console.kernel.paths import private_folder, write_private
from console.kernel.prepared import prepared
from console.kernel.regular_file import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MOST_RECORDS = 200
_MOST_BYTES = 8 << 20


class AuditRecord(msgspec.Struct, frozen=True):
    """One audited commit of a project: the ids of its results, and what came of it, for lists and trends.

    ``statuses`` are those of its audits by name, without those of which nothing applied; ``findings`` counts what
    was found. ``at_s`` is in unix seconds. ``trouble`` says why there was nothing to audit (no tasks, no commit): no
    such repository, no access.
    """

    project: str
    source: str
    commit: str
    at_s: float
    tasks: tuple[str, ...]
    health: float | None
    is_partial: bool
    statuses: dict[str, str]
    findings: int
    took_s: float
    branch: str = ""
    profile: AuditProfile = OPEN_SOURCE
    trouble: str = ""
    team: str = ""


class AuditBook:
    """One small file per project; records of the same commit and tasks replace one another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, record: AuditRecord) -> None:
        """Keep a record; the oldest beyond 200 of a project are let go of. Raises ``UserError``."""
        file = self._file(record.project)
        private_folder(file.parent)
        with held_lock(file.with_suffix(".lock")):
            known = [one for one in self._read(file) if one.tasks != record.tasks]
            write_private(file, msgspec.json.encode([*known, record][-_MOST_RECORDS:]))

    def renew(self, record: AuditRecord) -> None:
        """Tell a kept audit anew, in its place; one that was let go of stays away. Raises ``UserError``."""
        file = self._file(record.project)
        private_folder(file.parent)
        with held_lock(file.with_suffix(".lock")):
            known = self._read(file)
            if any(one.tasks == record.tasks for one in known):
                told = [record if one.tasks == record.tasks else one for one in known]
                write_private(file, msgspec.json.encode(told))

    def records(self, project: str) -> tuple[AuditRecord, ...]:
        """Return what is known of a project, oldest first; a file that cannot be read counts as none."""
        return self._read(self._file(project))

    def stamp(self, project: str) -> tuple[int, int]:
        """Return what changes with the project's file: when it was written (nanoseconds) and its size in bytes."""
        try:
            found = self._file(project).stat()
        except OSError:
            return 0, 0
        return found.st_mtime_ns, found.st_size

    def newest(self) -> Iterator[AuditRecord]:
        """Yield the newest record of every project that was ever audited, by project."""
        files = self._folder.glob("*.json") if self._folder.is_dir() else ()
        last = [records[-1] for file in files if (records := self._read(file))]
        yield from sorted(last, key=lambda one: one.project)

    def named(self) -> frozenset[str]:
        """Return the ids of all results that a record names; raise ``UserError`` when a page cannot be read."""
        found: set[str] = set()
        for file in self._folder.glob("*.json") if self._folder.is_dir() else ():
            records = self._read(file)
            if not records:
                raise UserError(
                    t("The records of audits in {file} cannot be read.", file=file),
                    t("Audit the project again, or remove the file."),
                )
            found.update(*(one.tasks for one in records))
        return frozenset(found)

    def _read(self, file: Path) -> tuple[AuditRecord, ...]:
        try:
            return msgspec.json.decode(read_regular(file, _MOST_BYTES), type=prepared(tuple[AuditRecord, ...]))
        except (OSError, ValueError, RecursionError):
            return ()

    def _file(self, project: str) -> Path:
        return self._folder / f"{sha256(project.encode()).hexdigest()[:24]}.json"
