"""A disk that is full in the middle of an audit: rules are "not run", and nothing reads as passed. Proves G1.5."""

import errno
import os
from pathlib import Path

import pytest

from console.domain.audit.audit_name import AuditName
from console.domain.audit.rule_outcome import RuleState
from tests.fakes.planted_repository import PlantedRepository


def test_no_rule_that_reads_files_passes_when_they_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({f"shop/m{n}.py": "def total(:\n" for n in range(30)})
    opened = os.open

    def full(path: os.PathLike[str], flags: int, mode: int = 0o777) -> int:
        if flags & os.O_EXCL and str(path).endswith("m7.py"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return opened(path, flags, mode)

    monkeypatch.setattr("console.audits.repository.tree_export.os.open", full)
    report = repository.audit(AuditName.STRICT)
    states = {one.rule: one.state for result in report.results for one in result.outcomes}
    assert states["STR01"] is states["STR02"] is states["STR05"] is RuleState.NOT_RUN
    assert RuleState.MEASURED not in states.values()
