"""An estate file is written whole, private, loadable, and never over an old one without a copy."""

import resource
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


def test_a_disk_without_room_for_the_new_one_leaves_the_old_one(tmp_path: Path) -> None:
    file, limits = tmp_path / "estate.yaml", resource.getrlimit(resource.RLIMIT_FSIZE)
    file.write_text("name: old\n")
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, limits[1]))
    try:
        with pytest.raises(UserError, match="cannot be written"):
            save_estate_text(file, f"name: new  # {'x' * 2048}\n", replace=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert file.read_text() == "name: old\n"


def test_a_linked_estate_stays_linked(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    real.write_text("name: old\n")
    link.symlink_to(real)
    save_estate_text(link, "name: new\n", replace=True)
    assert (link.is_symlink(), real.read_text()) == (True, "name: new\n")
    kept = tmp_path / "link.yaml.bak"
    assert (kept.read_text(), kept.is_symlink()) == ("name: old\n", False)


def test_a_place_where_one_may_not_look_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        save_estate_text(tmp_path / ("x" * 300), "name: x\n")  # refused to everybody, root included
