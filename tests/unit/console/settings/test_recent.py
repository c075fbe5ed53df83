"""The estates opened last, newest first."""

from pathlib import Path

from console.kernel.paths import Paths
from console.settings.recent import MOST, recent_estates, remember_estate


def test_the_newest_is_first_and_none_is_twice(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path)
    for estate in ("/a.yaml", "lab", "/b.yaml", "/a.yaml"):
        remember_estate(paths, estate)
    assert recent_estates(paths) == ("/a.yaml", "/b.yaml", "lab")


def test_relative_files_are_remembered_so_that_they_are_found_from_elsewhere(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path)
    remember_estate(paths, Path("x.yaml"))
    assert recent_estates(paths) == (str(Path.cwd() / "x.yaml"),)


def test_only_so_many_are_kept(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path)
    for number in range(MOST + 5):
        remember_estate(paths, f"/{number}.yaml")
    assert len(recent_estates(paths)) == MOST
    assert recent_estates(paths)[0] == f"/{MOST + 4}.yaml"


def test_a_damaged_list_is_no_list_and_a_disk_that_refuses_is_no_fault(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path)
    paths.state.mkdir()
    for text in ("{", '{"a": 1}', '[1, "", "a\\u0000b", null]', "[" * 100_000):
        (paths.state / "recent.json").write_text(text)
        assert recent_estates(paths) == ()
    (tmp_path / "elsewhere").write_text("no folder")
    remember_estate(Paths(tmp_path, tmp_path, tmp_path, tmp_path / "elsewhere" / "state"), "lab")
