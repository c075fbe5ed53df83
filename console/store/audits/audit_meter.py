"""Counting audits for Prometheus: how they ended and how long they took, over all runs of this profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from console.domain.audit.audit_metrics import AuditCounts
from console.kernel.file_lock import held_lock
from console.kernel.paths import private_folder, write_private
from console.kernel.prepared import prepared
from console.kernel.regular_file import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from console.domain.audit.audit_result import AuditResult

_MOST_BYTES = 1 << 20


class AuditMeter:
    """Any number of processes may count into the same folder; counters never go back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def count(self, results: Iterable[AuditResult]) -> None:
        """Count audits that ended; raise ``UserError`` when that cannot be kept."""
        private_folder(self._folder)
        with held_lock(self._folder / "lock"):
            write_private(self._file, msgspec.json.encode(self.read().with_results(results)))

    def read(self) -> AuditCounts:
        """Return what was counted; a file that cannot be read counts as none."""
        try:
            return msgspec.json.decode(read_regular(self._file, _MOST_BYTES), type=prepared(AuditCounts))
        except (OSError, ValueError, RecursionError):
            return AuditCounts()

    @property
    def _file(self) -> Path:
        return self._folder / "counts.json"
