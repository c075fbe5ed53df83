"""The cache of written history: one writer at a time, old and foreign blocks go, running labs keep what they linked."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from console.lab.backfill.history_cache import HistoryCache
from console.lab.backfill.history_request import HistoryRequest

pytestmark = pytest.mark.anyio
REQUEST = HistoryRequest(7, 8, 130, 6, "abc", end_s=1.8e9)


def _add_block(cache: HistoryCache, name: str, first_s: float, end_s: float) -> None:
    block = cache.folder / name
    block.mkdir()
    (block / "meta.json").write_text(json.dumps({"minTime": first_s * 1000, "maxTime": end_s * 1000 + 1}))
    (block / "index").write_bytes(b"index")


async def test_a_blocks_first_sample_stands_for_the_step_before_it(tmp_path: Path) -> None:
    cache = HistoryCache(tmp_path, REQUEST)
    _add_block(cache, "A", 1000, 2000)
    (span,) = cache.covered(300.0)
    assert (round(span.start_s), round(span.end_s)) == (700, 2000)


async def test_only_one_lab_writes_at_a_time_and_its_scratch_is_gone_after(tmp_path: Path) -> None:
    first, second = HistoryCache(tmp_path, REQUEST), HistoryCache(tmp_path, REQUEST)
    order: list[str] = []

    async def write(cache: HistoryCache, name: str, go_on: asyncio.Event) -> None:
        async with cache.writing() as scratch:
            scratch.mkdir()
            (scratch / "wal").write_bytes(b"x")
            order.append(f"{name} in")
            await go_on.wait()
            order.append(f"{name} out")

    go_on = asyncio.Event()
    tasks = [asyncio.create_task(write(first, "a", go_on)), asyncio.create_task(write(second, "b", go_on))]
    await asyncio.sleep(0.3)
    assert order == ["a in"]
    go_on.set()
    await asyncio.gather(*tasks)
    assert order == ["a in", "a out", "b in", "b out"]
    assert [path.name for path in first.folder.iterdir()] == ["lock"]


async def test_blocks_that_ended_long_ago_are_removed(tmp_path: Path) -> None:
    cache = HistoryCache(tmp_path, REQUEST)
    _add_block(cache, "A", 1000, 2000)
    _add_block(cache, "B", 2000, 3000)
    cache.forget_before(2500)
    assert [block.folder.name for block in cache.blocks()] == ["B"]


async def test_histories_of_other_simulators_go_unless_a_lab_writes_them(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    mine = HistoryCache(cache, REQUEST)
    same_simulator = HistoryCache(cache, replace(REQUEST, seed=8))
    other, busy = (HistoryCache(cache, replace(REQUEST, version=version)) for version in ("old", "now"))
    _add_block(other, "A", 1000, 2000)
    async with other.writing():
        pass
    live = tmp_path / "live"
    live.mkdir()
    other.link_into(live)
    async with busy.writing():
        mine.forget_other_versions()
    assert not other.folder.exists()
    assert busy.folder.exists()
    assert same_simulator.folder.exists()
    assert (live / "A" / "index").read_bytes() == b"index", "a running lab keeps its links"


async def test_what_else_lies_in_a_folder_given_as_the_cache_is_never_touched(tmp_path: Path) -> None:
    names = ("thesis", "history/video", "history/v2abc-s1-n1-p1-c1-not-mine")
    for name in names:
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "work.txt").write_text("years")
    HistoryCache(tmp_path, REQUEST).forget_other_versions()
    assert all((tmp_path / name / "work.txt").exists() for name in names)
