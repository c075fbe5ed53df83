"""An estate file is written whole, private, loadable, and never over an old one without a copy."""

import stat
from pathlib import Path

import pytest

from console.estate.problem import FileInvalid
from console.estate.save import save_estate_text
from console.kernel.errors import UserError


def test_a_new_file_is_private(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "estate.yaml"
    save_estate_text(file, "name: x\n")
    assert file.read_text() == "name: x\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_existing_file_is_refused_or_kept_as_a_copy(tmp_path: Path) -> None:
    file = tmp_path / "estate.yaml"
    file.write_text("name: old\n")
    with pytest.raises(UserError, match="exists already"):
        save_estate_text(file, "name: new\n")
    assert file.read_text() == "name: old\n"
    save_estate_text(file, "name: new\n", replace=True)
    assert (file.read_text(), (tmp_path / "estate.yaml.bak").read_text()) == ("name: new\n", "name: old\n")


def test_what_would_not_load_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "estate.yaml"
    file.write_text("name: old\n")
    with pytest.raises(FileInvalid):
        save_estate_text(file, "name: No Key\n", replace=True)
    assert file.read_text() == "name: old\n"
    assert list(tmp_path.iterdir()) == [file]
