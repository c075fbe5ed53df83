"""A proposal is saved into a new file, or it is told why not."""

from pathlib import Path

import pytest

from console.estate.discovery import propose
from console.estate.load import load_estate
from console.kernel.errors import UserError
from console.kernel.paths import Paths
from console.kernel.runtime import Runtime
from console.services.lab_desk import LabDesk
from console.services.window_opener import WindowOpener


def test_a_proposal_is_saved_once_and_a_place_where_one_may_not_look_is_told(runtime: Runtime, tmp_path: Path) -> None:
    paths, proposal = Paths.under(tmp_path / "profile"), propose("shop", (), ())
    opener = WindowOpener(runtime, paths, LabDesk(runtime, paths), lambda: proposal)
    file = tmp_path / "shop.yaml"
    assert opener.save(proposal, file).result(10) == file
    assert load_estate(file).estate == proposal.estate
    with pytest.raises(UserError, match="is there already"):
        opener.save(proposal, file).result(10)
    with pytest.raises(UserError, match="cannot be written"):
        opener.save(proposal, tmp_path / ("x" * 300)).result(10)  # refused to everybody, root included
