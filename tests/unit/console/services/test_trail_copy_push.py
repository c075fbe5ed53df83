"""The second copy in a Git working copy is pushed where that is wished, and trouble with it is told. Proves L7.5."""

from pathlib import Path

import pytest

from console.kernel.errors import UserError
from console.services.trail_copy import TrailCopy
from tests.fakes.git_client import GitClient
from tests.fakes.trail_profile import TrailProfile


@pytest.fixture
def git(tmp_path: Path) -> GitClient:
    """A bare repository with a working copy beside it."""
    git = GitClient()
    git.run("init", "-q", "--bare", "-b", "main", "origin.git", folder=tmp_path)
    git.run("clone", "-q", "origin.git", "copy", folder=tmp_path)
    return git


def pushed(git: GitClient, folder: Path) -> list[str]:
    return git.run("log", "--format=%s", "--all", folder=folder / "origin.git").split("\n")


def test_it_is_pushed_only_where_that_is_wished_and_again_after_trouble(tmp_path: Path, git: GitClient) -> None:
    profile = TrailProfile(tmp_path / "profile")
    profile.write(2)
    TrailCopy(profile.book.folder, tmp_path / "copy").bring(None, 2)
    assert "Trail: 2 records" not in pushed(git, tmp_path)
    copy = TrailCopy(profile.book.folder, tmp_path / "copy", push=True)
    profile.write(1)
    (tmp_path / "origin.git").rename(tmp_path / "gone.git")
    with pytest.raises(UserError, match="is committed and was not pushed"):
        copy.bring(None, 3)
    (tmp_path / "gone.git").rename(tmp_path / "origin.git")
    profile.write(1)
    copy.bring(None, 4)
    assert {"Trail: 2 records", "Trail: 3 records", "Trail: 4 records"} <= set(pushed(git, tmp_path))


def test_a_copy_without_a_remote_is_committed_and_that_is_all(tmp_path: Path) -> None:
    profile = TrailProfile(tmp_path / "profile")
    profile.write(1)
    (tmp_path / "copy").mkdir()
    GitClient().run("init", "-q", "-b", "main", folder=tmp_path / "copy")
    TrailCopy(profile.book.folder, tmp_path / "copy", push=True).bring(None, 1)
    assert "Trail: 1 records" in GitClient().run("log", "--format=%s", folder=tmp_path / "copy")
