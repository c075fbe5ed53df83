"""The decision book: what people decided about findings, one line each, only ever added."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from console.domain.audit.audit_decision import AuditDecision
from console.kernel.errors import UserError
from console.kernel.file_lock import FileLock
from console.kernel.i18n import t
from console.kernel.paths import private_folder
from console.store.journal.line_file import LineFile, line_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_FILE_BYTES = 8 << 20
_STEM = "decisions"
_DECODER = msgspec.json.Decoder(AuditDecision)


class DecisionBook:
    """Any number of processes may use the same folder at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, *decisions: AuditDecision) -> None:
        """Add decisions and wait until they are on disk; raise ``UserError`` when that is impossible."""
        lines = b"".join(msgspec.json.encode(one) + b"\n" for one in decisions)
        if not lines:
            return
        private_folder(self._folder)
        try:
            with FileLock(self._folder / "lock"):
                files = line_files(self._folder, _STEM)
                last = files[-1] if files else LineFile(self._folder, 1, _STEM)
                is_full = last.size >= MOST_FILE_BYTES
                (LineFile(self._folder, last.number + 1, _STEM) if is_full else last).append(lines)
        except OSError as error:
            raise UserError(
                t("The decision cannot be kept in {folder}: {why}.", folder=self._folder, why=error.strerror or error),
                t("Free some space or correct its rights, then try again."),
            ) from error

    def read(self) -> tuple[AuditDecision, ...]:
        """Return all decisions, oldest first; a line that was torn by a crash is left out."""
        return tuple(self._read())

    def _read(self) -> Iterator[AuditDecision]:
        for file in line_files(self._folder, _STEM):
            try:
                lines, _ = file.read_from(0)
            except OSError as error:
                raise UserError(
                    t("{file} cannot be read: {error}.", file=file.path, error=error.strerror or ""),
                    t("Correct its rights."),
                ) from error
            for line in lines:
                try:
                    yield _DECODER.decode(line)
                except (ValueError, RecursionError):
                    continue
