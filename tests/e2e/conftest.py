"""Two operators for what wants a signature."""

from pathlib import Path

import pytest

from tests.fakes.lab import LabForTests
from tests.fakes.operator_desk import OperatorDesk


@pytest.fixture
def desk(
    lab: LabForTests, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> OperatorDesk:
    """Ann and Bob, whom the estate names as operators; the lab's cluster as if it were production."""
    found = OperatorDesk(tmp_path, lab.at.estate_file, monkeypatch, capsys)
    found.settle_in_both()
    return found
