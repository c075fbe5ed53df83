"""The folders of runs: what is refused says what to do next."""

from pathlib import Path

import pytest

from console.kernel.errors import UserError
from console.services.runbooks.run_shelf import RunShelf


def test_what_is_no_run_says_where_runs_are_listed(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is no run") as refused:
        RunShelf(tmp_path).folder("../elsewhere")
    assert refused.value.hint == "List them with: cell-console runbook history"


def test_a_picture_that_cannot_be_read_says_what_to_check(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"missing\.png cannot be read") as refused:
        RunShelf(tmp_path / "runs").keep_picture("run-20261123-090000-abcdef", 1, tmp_path / "missing.png")
    assert refused.value.hint == "Check its path and rights."
