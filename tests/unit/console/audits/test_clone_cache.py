"""Clones share objects with forks, are bounded one by one, and go when nobody used them for long. Proves G1.5."""

import os
from collections.abc import Iterator
from pathlib import Path
from secrets import token_bytes
from types import SimpleNamespace

import pytest

from console.audits.repository import bare_clone as cloning
from console.audits.repository.bare_clone import BareClone, bare_clone
from console.audits.repository.clone_cache import KEPT_S, evict_clones
from console.audits.repository.git_reading import git_output
from console.kernel import file_lock
from console.kernel.errors import UserError
from console.kernel.file_lock import FileLock
from tests.fakes.planted_repository import PlantedRepository

NOW_S = 2_000_000_000.0


def size(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> PlantedRepository:
    made = PlantedRepository(tmp_path_factory.mktemp("acme") / "shop")
    made.commit({"README.md": "# Shop\n", "picture.png": token_bytes(300_000)})
    return made


@pytest.fixture(scope="module")
def fork(origin: PlantedRepository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("other") / "shop"
    origin.git("clone", "-q", "--no-local", str(origin.folder), str(folder))
    return folder


def used(clone: BareClone, days_ago: float) -> None:
    os.utime(clone.folder, (NOW_S - days_ago * KEPT_S,) * 2)


def test_a_fork_shares_the_objects_of_its_origin(origin: PlantedRepository, fork: Path, tmp_path: Path) -> None:
    first, second = bare_clone(str(origin.folder), tmp_path), bare_clone(str(fork), tmp_path)
    assert size(first.folder) > 300_000
    assert size(second.folder) < 60_000
    assert git_output(second.folder, "cat-file", "-s", "HEAD:picture.png").strip() == b"300000"
    elsewhere = bare_clone(str(fork), tmp_path / "other")
    assert size(elsewhere.folder) > 300_000


def test_what_nobody_used_for_long_goes_first_and_lenders_stay(
    origin: PlantedRepository, fork: Path, tmp_path: Path
) -> None:  # fmt: skip
    lender, borrower = bare_clone(str(origin.folder), tmp_path), bare_clone(str(fork), tmp_path)
    other = PlantedRepository(tmp_path / "src" / "lib")
    other.commit({"data.bin": token_bytes(50_000)})
    third = bare_clone(str(other.folder), tmp_path)
    for clone, days in ((lender, 9), (third, 5), (borrower, 2)):
        used(clone, days)
    assert evict_clones(tmp_path, NOW_S, most_bytes=10 << 20) == 0, "all of it is within the bound"
    assert evict_clones(tmp_path, NOW_S, most_bytes=size(lender.folder) + size(borrower.folder)) == 1
    assert [one.folder.is_dir() for one in (lender, third, borrower)] == [True, False, True]
    used(borrower, 0.5)
    assert evict_clones(tmp_path, NOW_S, most_bytes=0) == 0, "lent, or used within a day"
    used(borrower, 2)
    with FileLock(borrower.folder.with_suffix(".lock")):
        assert evict_clones(tmp_path, NOW_S, most_bytes=0) == 0, "it is being fetched"
    assert evict_clones(tmp_path, NOW_S, most_bytes=0) == 1
    assert evict_clones(tmp_path, NOW_S, most_bytes=0) == 1
    assert not list(tmp_path.glob("*.git"))
    assert bare_clone(str(fork), tmp_path).commit() == borrower_commit(fork)


def borrower_commit(fork: Path) -> str:
    return git_output(fork / ".git", "rev-parse", "HEAD").decode().strip()


@pytest.mark.skipif(os.name != "posix", reason="sizes are limited by the shell")
def test_a_repository_that_is_too_large_is_refused_and_leaves_nothing(
    origin: PlantedRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cloning, "CLONE_BYTES", 100_000)
    with pytest.raises(UserError, match="larger than"):
        bare_clone(str(origin.folder), tmp_path)
    monkeypatch.undo()
    assert bare_clone(str(origin.folder), tmp_path).commit()
    assert len(list(tmp_path.glob("*.part"))) == 0


def test_what_a_killed_console_left_half_made_or_half_removed_goes(origin: PlantedRepository, tmp_path: Path) -> None:
    clone = bare_clone(str(origin.folder), tmp_path)
    used(clone, 2)
    for left in (clone.folder.with_suffix(".gone"), tmp_path / "other.part", tmp_path / "partial" / "third.part"):
        left.mkdir(parents=True)
        (left / "pack").write_bytes(b"x" * 1000)
    with FileLock(tmp_path / "other.lock"):
        assert evict_clones(tmp_path, NOW_S, most_bytes=10 << 20) == 0
        assert [one.name for one in _left(tmp_path)] == ["other.part"], "that one is being made"
        assert evict_clones(tmp_path, NOW_S, most_bytes=size(clone.folder)) == 1, "it counts as well"
    assert evict_clones(tmp_path, NOW_S) == 0
    assert _left(tmp_path) == []


def _left(cache: Path) -> list[Path]:
    return [one for one in cache.rglob("*") if one.suffix in {".gone", ".part"}]


def test_what_a_fetch_renames_or_another_console_removes_meanwhile_ends_no_cleaning(
    origin: PlantedRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used(bare_clone(str(origin.folder), tmp_path), 2)
    (tmp_path / "away.git").symlink_to(tmp_path / "nowhere")
    real = os.walk
    monkeypatch.setattr(os, "walk", lambda top: ((at, inner, [*names, "tmp_pack"]) for at, inner, names in real(top)))
    assert evict_clones(tmp_path, NOW_S, most_bytes=1) == 1


def test_what_is_used_again_while_the_folder_is_looked_through_stays(
    origin: PlantedRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = bare_clone(str(origin.folder), tmp_path)
    used(clone, 2)
    real = os.walk

    def walk(top: Path) -> Iterator[tuple[str, list[str], list[str]]]:
        yield from real(top)
        used(clone, 0)  # another order has just fetched it

    monkeypatch.setattr(os, "walk", walk)
    assert evict_clones(tmp_path, NOW_S, most_bytes=1) == 0
    assert clone.commit()


def test_a_clone_that_takes_long_is_waited_for(
    origin: PlantedRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = bare_clone(str(origin.folder), tmp_path)
    other, now_s = FileLock(first.folder.with_suffix(".lock")), 0.0
    assert other.try_hold()

    def sleep(for_s: float) -> None:
        nonlocal now_s
        now_s += for_s
        if now_s > 600:
            other.release()

    monkeypatch.setattr(file_lock, "time", SimpleNamespace(monotonic=lambda: now_s, sleep=sleep))
    assert bare_clone(str(origin.folder), tmp_path) == first
    assert 600 < now_s < 601
    assert other.try_hold()
    now_s = -2 * cloning.CLONE_S
    with pytest.raises(UserError, match="held by another console"):
        bare_clone(str(origin.folder), tmp_path)
    other.release()
