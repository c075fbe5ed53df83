"""A history that is continued from what was kept is the one that git lists. Proves G1.6."""

from collections.abc import Callable
from pathlib import Path

import pytest

from console.audits.repository import history
from console.audits.repository.checkout import Checkout
from console.audits.repository.git_reading import git_output
from console.audits.repository.history import HistoryCommit, history_of, read_history
from tests.fakes.planted_repository import PlantedRepository

_LATE, _EARLY = "1789999990 +0000", "1500000000 +0000"


def _merge(repository: PlantedRepository) -> None:
    repository.git("checkout", "-q", "-b", "side", "HEAD~1")
    repository.commit({"side.py": "S = 1\n"}, "Add a side")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge side", "side",
                   GIT_AUTHOR_DATE=_LATE, GIT_COMMITTER_DATE=_LATE)  # fmt: skip


def _old_clock(repository: PlantedRepository) -> None:
    repository.write({"old.py": "O = 1\n"})
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "Add what is old", GIT_AUTHOR_DATE=_EARLY, GIT_COMMITTER_DATE=_EARLY)


def _same_second(repository: PlantedRepository) -> None:
    now = repository.git("log", "-1", "--format=%ct") + " +0000"
    for number in range(3):
        repository.write({"same.py": f"S = {number}\n"})
        repository.git("add", "-A")
        repository.git("commit", "-q", "-m", f"Add {number} at once", GIT_AUTHOR_DATE=now, GIT_COMMITTER_DATE=now)


def _same_second_merged(repository: PlantedRepository) -> None:
    repository.git("branch", "side")
    _same_second(repository)
    repository.git("checkout", "-q", "side")
    now = repository.git("log", "-1", "--format=%ct") + " +0000"
    repository.write({"side.py": "S = 1\n"})
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "Add a side", GIT_AUTHOR_DATE=now, GIT_COMMITTER_DATE=now)
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "-m", "Merge side", "side", GIT_AUTHOR_DATE=now, GIT_COMMITTER_DATE=now)


def _rewrite(repository: PlantedRepository) -> None:
    repository.git("reset", "-q", "--hard", "HEAD~2")
    repository.commit({"other.py": "O = 2\n"}, "Go another way")


def _rename_people(repository: PlantedRepository) -> None:
    repository.commit({".mailmap": "Anna <anna@shop.example> <ann@shop.example>\n"}, "Name people")


def _push(repository: PlantedRepository) -> None:
    repository.commit({"a.py": "A = 9\n"}, "Add more")


def _octopus(repository: PlantedRepository) -> None:
    for name in ("one", "two"):
        repository.git("checkout", "-q", "-b", name, "main")
        repository.commit({f"{name}.py": "X = 1\n"}, f"Add {name}")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "-m", "Merge both", "one", "two", GIT_AUTHOR_DATE=_LATE, GIT_COMMITTER_DATE=_LATE)


@pytest.mark.parametrize(
    "change", [_push, _merge, _octopus, _old_clock, _same_second, _same_second_merged, _rewrite, _rename_people]
)
def test_the_continued_history_is_that_of_git_and_so_is_the_earlier_one(
    tmp_path: Path, change: Callable[[PlantedRepository], None]
) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    for number in range(4):
        repository.commit({"a.py": f"A = {number}\n"}, f"Add {number}")
    before = repository.checkout()
    assert history_of(before) == read_history(before.repository, before.commit)
    change(repository)
    after = repository.checkout()
    assert history_of(after) == read_history(after.repository, after.commit)
    parent = git_output(after.repository, "rev-parse", "HEAD^").decode().strip()
    earlier = Checkout(after.repository, parent, tmp_path / "earlier", now_s=after.now_s, cache=after.cache)
    assert history_of(earlier) == read_history(after.repository, parent)


@pytest.mark.parametrize("change", [_push, _octopus, _old_clock, _same_second])
def test_what_is_put_on_top_is_all_that_is_read(
    tmp_path: Path, change: Callable[[PlantedRepository], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"a.py": "A = 0\n"}, "Add 0")
    known = history_of(repository.checkout())[0].id
    change(repository)
    asked: list[str] = []

    def noted(folder: Path, commit: str, *, since: str = "") -> tuple[HistoryCommit, ...]:
        asked.append(since)
        return read_history(folder, commit, since=since)

    monkeypatch.setattr(history, "read_history", noted)
    history_of(repository.checkout())
    assert asked == [known]


def _book(checkout: Checkout) -> Path:
    assert checkout.cache is not None
    return checkout.cache / "files" / checkout.repository.name / "history.msgpack"


def test_what_a_push_adds_is_kept_beside_the_rest_which_is_not_written_again(tmp_path: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"a.py": "A = 1\n"}, "Add a")
    book = _book(repository.checkout())
    history_of(repository.checkout())
    written = book.read_bytes()
    for number in range(3):
        repository.commit({"a.py": f"A = 2{number}\n"}, f"Change {number}")
        after = repository.checkout()
        assert history_of(after) == read_history(after.repository, after.commit)
        assert book.read_bytes() == written
    assert history_of(repository.checkout()) == read_history(after.repository, after.commit)


def test_many_additions_are_written_with_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.audits.repository.history_book._MOST_ADDED", 2)
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"a.py": "A = 1\n"}, "Add a")
    history_of(repository.checkout())
    written = _book(repository.checkout()).read_bytes()
    for number in range(5):
        repository.commit({"a.py": f"A = 2{number}\n"}, f"Change {number}")
        after = repository.checkout()
        assert history_of(after) == read_history(after.repository, after.commit)
    assert _book(after).read_bytes() != written


@pytest.mark.parametrize("content", [b"", b"\x93", b"\xc1 nothing", b"\x93\xa0\xa0\x90"])
def test_damaged_additions_are_read_from_git(tmp_path: Path, content: bytes) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"a.py": "A = 1\n"}, "Add a")
    history_of(repository.checkout())
    repository.commit({"a.py": "A = 2\n"}, "Change a")
    after = repository.checkout()
    history_of(after)
    _book(after).with_name("history-added.msgpack").write_bytes(content)
    repository.commit({"a.py": "A = 3\n"}, "Change it again")
    after = repository.checkout()
    assert history_of(after) == read_history(after.repository, after.commit)
