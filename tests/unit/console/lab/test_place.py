"""Whether the lab of an estate file runs, and which lab commands find."""

from pathlib import Path

from console.kernel.paths import Paths
from console.lab.lab_folder import LabFolder
from console.lab.place import is_stopped_lab, lab_estate_file, lab_folder


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


def test_the_lab_of_another_console_is_found_when_that_of_the_first_has_ended(tmp_path: Path) -> None:
    """Rows C7, C8: a command speaks to a lab that runs, whichever console of the profile it belongs to."""
    paths = Paths.under(tmp_path)
    assert lab_estate_file(paths) == paths.state / "lab" / "estate.yaml"  # where the first one will be
    first, second = (LabFolder.open_first(lab_folder(paths)) for _ in range(2))
    for lab in (first, second):
        lab.estate.write_text("name: lab\n")
        lab.kubeconfig.write_text("")
    assert lab_estate_file(paths) == first.estate
    first.close()
    assert (second.root.name, lab_estate_file(paths)) == ("lab-2", second.estate)
    second.close()
    assert lab_estate_file(paths) == first.estate  # its last known state
