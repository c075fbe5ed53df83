"""The exchange folder in real Git working copies. Proves C3 (signatures through a Git repository)."""

from pathlib import Path

import pytest

from console.kernel.errors import UserError
from console.services.policy.exchange_folder import APPROVAL, REQUEST, ExchangeFolder
from tests.fakes.git_client import GitClient


@pytest.fixture
def copies(tmp_path: Path) -> tuple[Path, Path]:
    """Two working copies of one repository, Ann's and Bob's."""
    git = GitClient()
    git.run("init", "-q", "--bare", "origin.git", folder=tmp_path)
    git.run("clone", "-q", "origin.git", "first", folder=tmp_path)
    git.commit(tmp_path / "first", "README", "signatures", "Begin")
    git.run("push", "-q", "origin", "HEAD", folder=tmp_path / "first")
    for name in ("ann", "bob"):
        git.run("clone", "-q", "origin.git", name, folder=tmp_path)
    return tmp_path / "ann", tmp_path / "bob"


def test_what_one_puts_the_other_finds(copies: tuple[Path, Path]) -> None:
    ann, bob = (ExchangeFolder(one) for one in copies)
    ann.put("1" + REQUEST, "one", "Request 1")
    assert list(bob.texts(REQUEST)) == [("1" + REQUEST, "one")]
    bob.put("1.abc" + APPROVAL, "signed", "Signature on 1")
    assert list(ann.texts(APPROVAL)) == [("1.abc" + APPROVAL, "signed")]


def test_two_who_put_at_once_both_get_through(copies: tuple[Path, Path]) -> None:
    ann, bob = (ExchangeFolder(one) for one in copies)
    ann.put("1" + REQUEST, "one", "Request 1")
    bob.put("2" + REQUEST, "two", "Request 2")  # does not know of the first yet
    assert [name for name, _ in ann.texts(REQUEST)] == ["2" + REQUEST, "1" + REQUEST]


def test_a_plain_folder_does_without_git(tmp_path: Path) -> None:
    folder = ExchangeFolder(tmp_path)
    folder.put("1" + REQUEST, "one", "Request 1")
    (tmp_path / ("2" + REQUEST)).symlink_to("/etc/hostname")
    (tmp_path / ("3" + REQUEST)).mkdir()
    assert list(folder.texts(REQUEST)) == [("1" + REQUEST, "one")]


def test_a_repository_that_is_not_there_is_told_and_the_file_is_written(copies: tuple[Path, Path]) -> None:
    (copies[0].parent / "origin.git").rename(copies[0].parent / "gone")
    with pytest.raises(UserError, match="could not be brought up to date"):
        ExchangeFolder(copies[0]).put("1" + REQUEST, "one", "Request 1")
    assert (copies[0] / ("1" + REQUEST)).read_text() == "one"


def test_the_same_may_be_put_twice(copies: tuple[Path, Path]) -> None:
    ann, bob = (ExchangeFolder(one) for one in copies)
    for _ in range(2):
        assert ann.put("1" + REQUEST, "one", "Request 1").read_text() == "one"
    assert list(bob.texts(REQUEST)) == [("1" + REQUEST, "one")]


def test_what_could_not_be_handed_over_is_when_it_is_put_again(copies: tuple[Path, Path]) -> None:
    ann, bob = (ExchangeFolder(one) for one in copies)
    origin, gone = copies[0].parent / "origin.git", copies[0].parent / "gone"
    origin.rename(gone)
    with pytest.raises(UserError, match="could not be brought up to date"):
        ann.put("1" + REQUEST, "one", "Request 1")
    gone.rename(origin)
    bob.put("2" + REQUEST, "two", "Request 2")
    ann.put("1" + REQUEST, "one", "Request 1")
    assert list(bob.texts(REQUEST)) == [("2" + REQUEST, "two"), ("1" + REQUEST, "one")]
