"""Without a revision the commit is audited that HEAD names now, not at the first clone. Proves G1.1."""

from collections.abc import Callable
from pathlib import Path

import pytest

from console.audits.repository import clone_head
from console.audits.repository.bare_clone import BareClone, bare_clone
from console.audits.repository.clone_cache import is_partial
from console.audits.repository.git_reading import git_output
from console.audits.repository.partial_clone import clone_for
from console.audits.repository.past_contents import PastContents
from console.kernel.errors import UserError
from tests.fakes.planted_repository import PlantedRepository

Cloned = Callable[..., BareClone]


@pytest.fixture
def origin(tmp_path: Path) -> PlantedRepository:
    made = PlantedRepository(tmp_path / "shop")
    made.git("config", "uploadpack.allowFilter", "true")
    made.commit({"a.py": "A = 1\n"})
    return made


@pytest.fixture(params=["whole", "partial"])
def cloned(request: pytest.FixtureRequest, origin: PlantedRepository, tmp_path: Path) -> Cloned:
    """Clone, or bring up to date, as an order without a revision (or with one) does."""

    def again(revision: str = "") -> BareClone:
        if request.param == "whole":
            return bare_clone(str(origin.folder), tmp_path / "clones")
        found = clone_for(str(origin.folder), tmp_path / "clones", (revision,), PastContents.NONE)
        assert is_partial(found.folder)
        return found

    return again


def _branch(clone: BareClone) -> str:
    return git_output(clone.folder, "symbolic-ref", "--short", "HEAD").decode().strip()


def test_another_branch_that_is_checked_out_is_the_one_that_is_audited(
    origin: PlantedRepository, cloned: Cloned
) -> None:
    assert cloned().commit() == origin.git("rev-parse", "main")
    origin.git("switch", "-q", "-c", "feature/it's")
    feature = origin.commit({"a.py": "A = 2\n"})
    assert cloned().commit() == feature
    assert _branch(cloned()) == "feature/it's"
    origin.git("switch", "-q", "main")
    assert cloned().commit() == origin.git("rev-parse", "main") != feature
    assert _branch(cloned()) == "main"


def test_a_default_branch_that_is_renamed_is_followed(origin: PlantedRepository, cloned: Cloned) -> None:
    cloned()
    origin.git("branch", "-m", "main", "trunk")
    assert cloned().commit() == origin.git("rev-parse", "trunk")
    assert _branch(cloned()) == "trunk"


def test_a_commit_that_no_branch_names_is_audited_where_it_is_checked_out(
    origin: PlantedRepository, cloned: Cloned
) -> None:
    cloned()
    origin.git("switch", "-q", "--detach")
    first = origin.commit({"a.py": "A = 2\n"})
    assert cloned().commit() == first
    assert git_output(cloned().folder, "cat-file", "-p", "HEAD:a.py") == b"A = 2\n"
    second = origin.commit({"a.py": "A = 3\n"})
    assert cloned().commit() == second
    origin.git("switch", "-q", "main")
    assert _branch(cloned()) == "main"


def test_the_other_side_is_asked_for_a_name_only_when_head_has_left_its_branch(
    origin: PlantedRepository, cloned: Cloned, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []

    def noted(folder: Path, *arguments: str, **more: object) -> bytes:
        asked.append(arguments)
        return git_output(folder, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(clone_head, "git_output", noted)
    cloned()
    origin.git("branch", "also-here")
    origin.commit({"a.py": "A = 2\n"})
    assert cloned().commit() == origin.git("rev-parse", "main")
    assert asked == [], "a push costs nothing more"
    origin.git("switch", "-q", "also-here")
    assert cloned().commit() == cloned().commit() == origin.git("rev-parse", "also-here")
    assert [one[0] for one in asked] == ["ls-remote", "symbolic-ref"]


def test_a_head_that_names_no_branch_is_told_and_its_branches_are_read(
    origin: PlantedRepository, cloned: Cloned
) -> None:
    cloned()
    origin.git("symbolic-ref", "HEAD", "refs/heads/not-there")
    origin.git("branch", "-m", "main", "trunk")
    assert cloned("trunk").commit("trunk") == origin.git("rev-parse", "trunk")
    with pytest.raises(UserError, match="no branch, tag or commit 'HEAD'"):
        cloned().commit()
