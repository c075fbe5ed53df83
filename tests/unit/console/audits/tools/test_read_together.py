"""What programs say of several repositories at once is what they say of each alone, and they are started once. G1.6."""

import shutil
from pathlib import Path

import pytest

from console.audits.repository.checkout import Checkout
from console.audits.tools import tool_run
from console.audits.tools.codespell_run import Misspelling, misspellings
from console.audits.tools.kingfisher_run import FoundSecret, found_secrets
from console.audits.tools.read_together import read_together
from console.domain.audit.audit_name import AuditName
from tests.fakes.planted_repository import PlantedRepository

_TOKEN = "ghp_" + "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"
_KEY = "glpat-" + "x7Yz3kQ9mLw2Vb8NcRtd"


def _started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    program = tool_run.tool_program

    def noted(name: str) -> str:
        names.append(name)
        return program(name)

    monkeypatch.setattr(tool_run, "tool_program", noted)
    return names


def _places(repository: PlantedRepository, folder: Path, cache: Path) -> Checkout:
    """Return the newest commit, to be read into ``folder``, with what was read before in ``cache``."""
    checkout = repository.checkout()
    return Checkout(checkout.repository, checkout.commit, folder, now_s=checkout.now_s, cache=cache)


def _together(repositories: list[PlantedRepository], work: Path, cache: Path) -> list[Checkout]:
    tree = work / "tree"
    tree.mkdir(parents=True)
    made = {str(number): _places(one, tree / str(number), cache) for number, one in enumerate(repositories)}
    for key in made:
        (tree / key).mkdir()
    read_together(made, tree, dict.fromkeys(made, frozenset(AuditName)))
    return [_places(one, work / f"later{number}", cache) for number, one in enumerate(repositories)]


def _said(checkout: Checkout) -> tuple[tuple[FoundSecret, ...], tuple[Misspelling, ...]]:
    checkout.folder_with(()).mkdir(parents=True, exist_ok=True)
    return found_secrets(checkout), misspellings(checkout)


def _compiled(repository: PlantedRepository, cache: Path) -> Path:
    """Make a cache that has nothing but the rules that kingfisher compiled, if it did."""
    known = repository.checkout().cache
    assert known is not None
    cache.mkdir()
    if (known / "kingfisher").is_dir():
        shutil.copytree(known / "kingfisher", cache / "kingfisher")
    return cache


def test_several_repositories_are_read_with_one_start_each_and_say_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repositories = [PlantedRepository(tmp_path / name) for name in ("one", "two", "three")]
    repositories[0].commit({"a.py": f'A = 1\ntoken = "{_TOKEN}"\n', "README.md": "You will recieve it.\n"})
    repositories[0].commit({"a.py": "A = 1\n"})
    repositories[1].git("checkout", "-q", "-b", "other")
    repositories[1].commit({"other.py": f'key = "{_KEY}"\n'})  # leads to nothing that is audited
    repositories[1].git("checkout", "-q", "--orphan", "main")
    repositories[1].git("rm", "-rfq", ".")
    repositories[1].commit({"b.py": f'B = 1\nB = 2\ntoken = "{_TOKEN}"\n', "odd name\u3042.md": "Teh end.\n"})
    repositories[2].commit({"c.py": "C = 1\n"})
    alone = [_said(one.checkout()) for one in repositories]
    cache = _compiled(repositories[0], tmp_path / "cache")
    names = _started(monkeypatch)
    together = [_said(one) for one in _together(repositories, tmp_path / "work", cache)]
    assert (together, sorted(names)) == (alone, ["codespell", "kingfisher"])
    assert [len(secrets) for secrets, _ in together] == [1, 1, 0]
    assert [len(words) for _, words in together] == [1, 1, 0]
    repositories[0].commit({"b.py": f'key = "{_KEY}"\n'})
    repositories[1].commit({"b.py": "B = 1\n"})
    moved = [_said(one.checkout()) for one in repositories]
    names.clear()
    together = [_said(one) for one in _together(repositories, tmp_path / "moved", cache)]
    assert (together, sorted(names)) == (moved, ["codespell", "kingfisher"])  # from where they were
    assert [len(secrets) for secrets, _ in together] == [2, 1, 0]


def test_a_program_that_fails_for_all_is_asked_again_for_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repositories = [PlantedRepository(tmp_path / name) for name in ("one", "two")]
    for one in repositories:
        one.commit({"a.py": f'token = "{_TOKEN}"\n', "README.md": "You will recieve it.\n"})
    cache = _compiled(repositories[0], tmp_path / "cache")
    program, calls = tool_run.tool_program, list[str]()

    def failing(name: str) -> str:
        calls.append(name)
        return shutil.which("false") or "false" if calls.count(name) == 1 else program(name)

    monkeypatch.setattr(tool_run, "tool_program", failing)
    said = [_said(one) for one in _together(repositories, tmp_path / "work", cache)]
    assert [(len(secrets), len(words)) for secrets, words in said] == [(1, 1), (1, 1)]
    assert sorted(calls) == ["codespell"] * 3 + ["kingfisher"] * 3
