"""Folders in real Git working copies: what is committed, taken and handed over, and how trouble is worded."""

import re
from pathlib import Path

import pytest

from console.kernel.errors import UserError
from console.services.git_folder import GitFolder
from tests.fakes.git_client import GitClient


def folder_at(folder: Path) -> GitFolder:
    return GitFolder(folder, 60.0, lambda why: UserError(f"the shelf: {why}", "look"))


@pytest.fixture
def git(tmp_path: Path) -> GitClient:
    """A bare repository with the working copies ann and bob beside it, each with its first commit."""
    git = GitClient()
    git.run("init", "-q", "--bare", "-b", "main", "origin.git", folder=tmp_path)
    git.run("clone", "-q", "origin.git", "ann", folder=tmp_path)
    git.commit(tmp_path / "ann", "README", "begin", "Begin")
    git.run("push", "-q", "origin", "HEAD", folder=tmp_path / "ann")
    git.run("clone", "-q", "origin.git", "bob", folder=tmp_path)
    return git


def test_a_plain_folder_is_in_no_working_copy_and_one_without_a_remote_has_none(tmp_path: Path) -> None:
    assert not folder_at(tmp_path).is_in_git()
    assert not folder_at(tmp_path).has_remote()
    GitClient().run("init", "-q", folder=tmp_path)
    (tmp_path / "below").mkdir()
    assert folder_at(tmp_path / "below").is_in_git()
    assert not folder_at(tmp_path / "below").has_remote()


def test_only_what_is_named_is_committed(tmp_path: Path, git: GitClient) -> None:
    for name in ("one", "two"):
        (tmp_path / "ann" / name).write_text(name)
    folder_at(tmp_path / "ann").commit("Add one", "one")
    assert git.run("log", "-1", "--format=%s by %an", folder=tmp_path / "ann").strip() == "Add one by Cell Console"
    assert git.run("status", "--short", folder=tmp_path / "ann").strip() == "?? two"


def test_what_is_committed_already_is_not_committed_again(tmp_path: Path, git: GitClient) -> None:
    (tmp_path / "ann" / "one").write_text("one")
    (tmp_path / "ann" / "two").write_text("two")
    git.run("add", "two", folder=tmp_path / "ann")
    for _ in range(2):
        folder_at(tmp_path / "ann").commit("Add one", "one")
    assert git.run("log", "--format=%s", folder=tmp_path / "ann").split("\n")[:2] == ["Add one", "Begin"]
    assert git.run("status", "--short", folder=tmp_path / "ann").strip() == "A  two"


def test_what_git_is_told_to_ignore_is_not_taken_for_committed(tmp_path: Path, git: GitClient) -> None:
    folder = tmp_path / "ann" / "trail"
    folder.mkdir()
    (folder / ".gitignore").write_text("*\n")
    for name in (".", ".gitignore"):
        with pytest.raises(UserError, match="the shelf: "):
            folder_at(folder).commit("Add all", name)


def test_what_one_pushes_the_other_pulls_below_its_own(tmp_path: Path, git: GitClient) -> None:
    for name in ("ann", "bob"):
        (tmp_path / name / name).write_text(name)
        folder_at(tmp_path / name).commit(f"Add {name}", name)
    assert folder_at(tmp_path / "ann").has_remote()
    folder_at(tmp_path / "ann").push()
    with pytest.raises(UserError, match=re.compile(r"the shelf: .*rejected", re.DOTALL)):
        folder_at(tmp_path / "bob").push()
    folder_at(tmp_path / "bob").pull()
    folder_at(tmp_path / "bob").push()
    log = git.run("log", "--format=%s", "main", folder=tmp_path / "origin.git")
    assert log.split("\n")[:3] == ["Add bob", "Add ann", "Begin"]


def test_a_git_that_cannot_be_started_or_is_too_slow_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    GitClient().run("init", "-q", folder=tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match=r"the shelf: .*No such file"):
        folder_at(tmp_path).push()
    slow = tmp_path / "git"
    slow.write_text("#!/bin/sh\nexec /bin/sleep 60\n")
    slow.chmod(0o755)
    with pytest.raises(UserError, match=r"the shelf: .*timed out"):
        GitFolder(tmp_path, 0.1, lambda why: UserError(f"the shelf: {why}", "look")).push()
