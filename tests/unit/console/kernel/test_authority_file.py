"""The usual authorities and the user's in one private file, as new as both."""

import stat
from pathlib import Path

import pytest

from console.kernel.authority_file import authority_file


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    usual, further = tmp_path / "system.pem", tmp_path / "company.pem"
    usual.write_bytes(b"system")
    further.write_bytes(b"company\n")
    return usual, further, tmp_path / "cache"


def test_it_has_both_and_is_made_anew_when_either_has_changed(files: tuple[Path, Path, Path]) -> None:
    usual, further, cache = files
    made = Path(authority_file(str(usual), str(further), cache))
    assert made.read_bytes() == b"system\ncompany\n"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    before = made.stat()
    assert authority_file(str(usual), str(further), cache) == str(made)
    assert made.stat() == before, "nothing has changed"
    for file, whole in ((further, b"system\nCOMPANY\n"), (usual, b"SYSTEM\nCOMPANY\n")):
        file.write_bytes(file.read_bytes().upper())
        assert authority_file(str(usual), str(further), cache) == str(made)
        assert made.read_bytes() == whole
    assert [*cache.iterdir()] == [made]


def test_two_consoles_with_different_files_do_not_fight(files: tuple[Path, Path, Path], tmp_path: Path) -> None:
    usual, further, cache = files
    other = tmp_path / "other.pem"
    other.write_bytes(b"other")
    assert authority_file(str(usual), str(further), cache) != authority_file(str(usual), str(other), cache)


def test_it_is_the_users_alone_where_there_is_no_other_or_none_can_be_read_or_kept(
    files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    usual, further, cache = files
    (tmp_path / "file").touch()
    for one in ("", str(tmp_path / "gone.pem"), str(tmp_path)):
        assert authority_file(one, str(further), cache) == str(further)
    assert authority_file(str(usual), str(further), tmp_path / "file") == str(further), "there is no such folder"
    further.unlink()
    assert authority_file(str(usual), str(further), cache) == str(further), "git says what is wrong with it"
    assert not cache.exists()
