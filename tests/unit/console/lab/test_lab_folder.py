"""A lab's folder: one lab each, private, and emptied of everything but the estate file."""

import stat
from pathlib import Path

import pytest

from console.kernel.errors import UserError
from console.kernel.redact import scrub
from console.lab.lab_folder import LabFolder


def test_only_one_lab_at_a_time_has_a_folder(tmp_path: Path) -> None:
    first = LabFolder.open(tmp_path / "lab")
    with pytest.raises(UserError, match="Another lab runs in"):
        LabFolder.open(tmp_path / "lab")
    first.close()
    LabFolder.open(tmp_path / "lab").close()


def test_the_first_free_one_of_a_row_is_taken(tmp_path: Path) -> None:
    labs = [LabFolder.open_first(tmp_path / "lab") for _ in range(3)]
    assert [one.root.name for one in labs] == ["lab", "lab-2", "lab-3"]
    labs[1].close()
    again = LabFolder.open_first(tmp_path / "lab")
    assert again.root.name == "lab-2"
    for one in (labs[0], labs[2], again):
        one.close()


def test_what_a_killed_lab_left_is_removed_when_the_next_one_takes_the_folder(tmp_path: Path) -> None:
    killed = LabFolder.open(tmp_path / "lab")
    killed.token_file("admin", "left-behind-token")
    killed.estate.write_text("name: lab\n")
    killed._lock.close()
    next_one = LabFolder.open(tmp_path / "lab")
    assert not (tmp_path / "lab" / "tokens").exists()
    assert (tmp_path / "lab" / "estate.yaml").exists()
    next_one.close()


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    with pytest.raises(UserError, match="no lab"):
        LabFolder.open(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_folders_and_tokens_are_private_and_tokens_are_scrubbed_everywhere(tmp_path: Path) -> None:
    (tmp_path / "lab").mkdir(mode=0o755)
    folder = LabFolder.open(tmp_path / "lab")
    file = folder.token_file("admin", "very-private-token")
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder.root, file.parent, file)]
    assert modes == [0o700, 0o700, 0o600]
    assert "very-private-token" not in scrub("the token is very-private-token")
    folder.close()
    assert sorted(path.name for path in folder.root.iterdir()) == [".cell-console-lab"]


def test_a_link_in_the_place_of_the_mark_is_refused_and_its_target_is_left_alone(tmp_path: Path) -> None:
    """Else whoever prepares a folder for ``--dir`` would choose which of the user's files is emptied."""
    precious = tmp_path / "precious"
    precious.write_text("kept")
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / ".cell-console-lab").symlink_to(precious)
    with pytest.raises(UserError, match="no lab"):
        LabFolder.open(tmp_path / "lab")
    assert precious.read_text() == "kept"


def test_links_in_a_lab_that_was_killed_are_removed_and_not_followed(tmp_path: Path) -> None:
    LabFolder.open(tmp_path / "lab").close()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("kept")
    (tmp_path / "lab" / "prometheus").symlink_to(outside)
    LabFolder.open(tmp_path / "lab").close()
    assert (outside / "file").read_text() == "kept"
    assert not (tmp_path / "lab" / "prometheus").is_symlink()
