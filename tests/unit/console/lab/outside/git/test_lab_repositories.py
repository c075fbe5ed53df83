"""The lab's made-up repositories: real, the same for a seed, kept between labs, and read as git reads them."""

import subprocess
from pathlib import Path

import pytest

from console.kernel.runtime import Runtime
from console.lab.outside.git.fast_import import fast_import_stream
from console.lab.outside.git.git_repository import GitRepository, UnknownRevision
from console.lab.outside.git.history_plan import HistoryPlan, history_plan
from console.lab.outside.git.project_plan import FORGES, project_plan
from console.lab.outside.git.repository_maker import RepositoryMaker
from tests.fakes.git_client import GitClient

NOW_S = 1_795_600_000.0
WEEK_S = 7 * 86_400


def _repository(folder: Path, number: int = 4, name: str = "one") -> GitRepository:
    maker = RepositoryMaker(folder / "kept")
    return GitRepository(folder / f"{name}.git", lambda: history_plan(project_plan(number), 1, NOW_S), maker)


def _git(folder: Path, *arguments: str) -> str:
    return GitClient().run("--git-dir", str(folder), *arguments)


def test_a_seed_always_makes_the_same_commits_and_another_seed_others() -> None:
    stream = fast_import_stream(history_plan(project_plan(3), 1, NOW_S))
    assert stream == fast_import_stream(history_plan(project_plan(3), 1, NOW_S + 3600))
    assert stream != fast_import_stream(history_plan(project_plan(3), 2, NOW_S))
    assert stream != fast_import_stream(history_plan(project_plan(3), 1, NOW_S + WEEK_S))


@pytest.mark.parametrize("number", range(12))
def test_a_history_spans_half_a_year_and_ends_before_now(number: int) -> None:
    plan = history_plan(project_plan(number), 1, NOW_S)
    times = [one.at_s for one in plan.commits]
    assert times == sorted(times)
    assert NOW_S - WEEK_S <= plan.pushed_at_s <= NOW_S
    assert plan.pushed_at_s - plan.began_at_s > 150 * 86_400
    assert len({one.author for one in plan.commits}) >= 4
    assert plan.tags
    assert plan.open_branches


def test_five_hundred_projects_have_names_of_their_own_and_spread_over_the_forges() -> None:
    plans = [project_plan(number) for number in range(500)]
    assert len({plan.name for plan in plans}) == 500
    assert {forge: sum(plan.forge == forge for plan in plans) for forge in FORGES} == dict.fromkeys(FORGES, 125)


def test_git_finds_nothing_wrong_with_a_repository(runtime: Runtime, tmp_path: Path) -> None:
    folder = runtime.run(_repository(tmp_path).ready())
    assert _git(folder, "fsck", "--strict", "--full").strip() == ""
    assert _git(folder, "log", "--merges", "--oneline", "main").count("Merge branch") >= 3
    assert not (folder / "hooks").exists()


def test_planted_flaws_are_there(runtime: Runtime, tmp_path: Path) -> None:
    folder = runtime.run(_repository(tmp_path, 4).ready())  # llm-serving
    assert "AKIAIOSFODNN7EXAMPLE" in _git(folder, "log", "-p", "--all", "--", ".env")
    assert ".env" not in _git(folder, "ls-tree", "-r", "--name-only", "main").split()


def test_a_repository_is_made_once_and_copied_afterwards(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = runtime.run(_repository(tmp_path, name="first").ready())
    head = _git(first, "rev-parse", "main")

    async def forbidden(*_: object, **__: object) -> bytes:
        raise AssertionError("it was made again")

    monkeypatch.setattr("console.lab.outside.git.repository_maker.git_output", forbidden)
    second = runtime.run(_repository(tmp_path, name="second").ready())
    assert _git(second, "rev-parse", "main") == head
    _git(second, "update-ref", "-d", "refs/heads/main")
    assert _git(first, "rev-parse", "main") == head, "what is pushed to one copy is not in the other"


def test_what_is_read_is_what_git_says(runtime: Runtime, tmp_path: Path) -> None:
    repository = _repository(tmp_path)
    folder = runtime.run(repository.ready())
    branches = runtime.run(repository.branches())
    assert next(iter(branches)) == "main"
    assert set(branches) == {"main", *repository.history.open_branches}
    commits = runtime.run(repository.commits("main", 5))
    assert [one.sha for one in commits] == _git(folder, "rev-list", "-5", "main").split()
    assert [one.subject for one in commits] == _git(folder, "log", "-5", "--format=%s", "main").splitlines()
    branch = repository.history.open_branches[0]
    found = runtime.run(repository.compare("main", branch))
    assert [one.sha for one in found.commits] == _git(folder, "rev-list", f"main..{branch}").split()
    assert found.behind == int(_git(folder, "rev-list", "--count", f"{branch}..main"))
    names = _git(folder, "diff", "--name-only", f"main...{branch}").split()
    assert [one.path for one in found.files] == names


def test_revisions_are_branches_tags_and_commits_and_nothing_else(runtime: Runtime, tmp_path: Path) -> None:
    repository = _repository(tmp_path)
    folder = runtime.run(repository.ready())
    tag = next(iter(repository.history.tags))
    assert runtime.run(repository.resolve(tag)) == _git(folder, "rev-parse", f"{tag}^{{commit}}").strip()
    sha = runtime.run(repository.resolve("refs/heads/main"))
    assert runtime.run(repository.resolve(sha[:10])) == sha
    for odd in ("--all", "main~1", "-x", "HEAD", "nothing", "0" * 40, "main..topic", ""):
        with pytest.raises(UnknownRevision):
            runtime.run(repository.resolve(odd))


def test_the_first_commit_of_every_language_builds_a_project_that_git_can_check_out(
    runtime: Runtime, tmp_path: Path
) -> None:
    for number, manifest in ((0, "package.json"), (2, "pyproject.toml"), (3, "go.mod")):
        folder = runtime.run(_repository(tmp_path, number, f"r{number}").ready())
        subprocess.run(["git", "clone", "-q", str(folder), str(tmp_path / f"c{number}")], check=True)
        assert (tmp_path / f"c{number}" / manifest).is_file()


def test_python_files_are_python() -> None:
    history: HistoryPlan = history_plan(project_plan(9), 1, NOW_S)
    texts = [
        (path, text)
        for commit in history.commits
        for path, text in commit.files.items()
        if path.endswith(".py") and text is not None
    ]
    assert texts
    assert all(compile(text, path, "exec") for path, text in texts)
