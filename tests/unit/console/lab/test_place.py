"""Whether the lab of an estate file runs."""

from pathlib import Path

from console.lab.lab_folder import LabFolder
from console.lab.place import is_stopped_lab


def test_a_lab_runs_as_long_as_it_has_its_folder(tmp_path: Path) -> None:
    lab = LabFolder.open(tmp_path / "lab")
    lab.estate.write_text("name: lab\n")
    lab.kubeconfig.write_text("")
    assert not is_stopped_lab(lab.estate)
    assert not is_stopped_lab(lab.estate)  # looking does not take the folder from it
    lab.close()
    assert is_stopped_lab(lab.estate)


def test_a_lab_that_was_killed_is_stopped_although_its_files_lie_there(tmp_path: Path) -> None:
    lab = LabFolder.open(tmp_path / "lab")
    lab.kubeconfig.write_text("")
    lab._lock.close()
    assert is_stopped_lab(lab.estate)
    LabFolder.open(tmp_path / "lab").close()  # looking did not keep it


def test_an_estate_that_is_no_lab_is_never_stopped(tmp_path: Path) -> None:
    assert not is_stopped_lab(tmp_path / "estate.yaml")


def test_where_one_may_not_look_there_is_no_lab(tmp_path: Path) -> None:
    assert not is_stopped_lab(tmp_path / ("x" * 300) / "estate.yaml")  # refused to everybody, root included
