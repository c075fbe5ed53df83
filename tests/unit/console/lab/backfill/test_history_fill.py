"""The back-fill in its own process: what it tells, and what it tells when it cannot work."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from math import exp
from pathlib import Path
from typing import Any

import psutil
import pytest

from console.lab.backfill.history_cache import HistoryCache
from console.lab.backfill.history_fill import fill_history
from console.lab.backfill.history_request import HistoryJob, HistoryRequest
from console.lab.process.program import PROMETHEUS
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.anyio


def _job(tmp_path: Path, program: str, days: float = 1.0) -> HistoryJob:
    blocks = tmp_path / "blocks"
    blocks.mkdir(exist_ok=True)
    request = HistoryRequest(7, 2, 20, 1, "test", end_s=1.79e9, days=days, fine_days=0.0)
    return HistoryJob(request, program, tmp_path / "a cache", blocks)


async def _fill(job: HistoryJob) -> tuple[bool, list[Mapping[str, Any]]]:
    heard: list[Mapping[str, Any]] = []

    async def hear(event: Mapping[str, Any]) -> None:
        heard.append(event)

    return await fill_history(job, hear), heard


async def test_it_fills_the_cache_and_the_database_newest_part_first(tmp_path: Path, needs_prometheus: None) -> None:
    job = _job(tmp_path, str(PROMETHEUS.find()))
    complete, heard = await _fill(job)
    assert complete
    assert heard[-1] == {"fraction": 1.0}
    fractions = [event["fraction"] for event in heard if "fraction" in event]
    assert fractions == sorted(fractions)
    assert max(fractions[:-1], default=0.0) < 1.0, "1 is told only when all is in its place"
    names = [event["block"] for event in heard if "block" in event]
    cached = HistoryCache(job.cache, job.request).blocks()
    assert [one.folder.name for one in reversed(cached)] == names
    assert cached[-1].span.end_s == pytest.approx(job.request.end_s, abs=0.01)
    assert cached[0].span.start_s == pytest.approx(job.request.span.start_s, abs=300)
    assert {path.name for path in job.blocks.iterdir()} == set(names)


async def test_a_second_time_nothing_is_written(tmp_path: Path, needs_prometheus: None) -> None:
    job = _job(tmp_path, str(PROMETHEUS.find()), days=0.2)
    await _fill(job)
    assert await _fill(job) == (True, [{"fraction": 1.0}])


async def test_what_goes_on_from_dense_samples_begins_and_ends_with_dense_ones(
    tmp_path: Path, needs_prometheus: None
) -> None:
    job = _job(tmp_path, str(PROMETHEUS.find()), days=0.2)
    job = replace(job, request=replace(job.request, fine_days=2.0, last_step_s=5.0))
    await _fill(job)
    later = replace(job.request, end_s=job.request.end_s + 7_200)
    _, heard = await _fill(replace(job, request=later))
    (name,) = (event["block"] for event in heard if "block" in event)
    stats = json.loads((job.blocks / name / "meta.json").read_text(encoding="utf-8"))["stats"]
    dense = 2 * round((1 / 5 - 1 / (5 * exp(0.0005 * 3_600))) / 0.0005)
    assert stats["numSamples"] / stats["numSeries"] == pytest.approx(dense, rel=0.05)


async def test_a_prometheus_that_does_not_start_is_told_in_one_sentence(tmp_path: Path) -> None:
    complete, heard = await _fill(_job(tmp_path, "/bin/false"))
    assert not complete
    (event,) = [event for event in heard if "error" in event]
    assert event["error"].startswith("Prometheus (history) did not start")


async def test_a_process_that_cannot_read_its_job_is_told_too(tmp_path: Path) -> None:
    job = _job(tmp_path, "/bin/false")
    broken = HistoryJob(HistoryRequest(7, 0, 0, 0, "x", end_s=1.79e9), job.program, job.cache, job.blocks)
    complete, heard = await _fill(broken)
    assert not complete
    assert len([event for event in heard if "error" in event]) == 1


async def test_cancelling_ends_the_process_and_its_prometheus(tmp_path: Path, needs_prometheus: None) -> None:
    before = set(psutil.Process().children(recursive=True))  # a lab that other tests of this worker share
    task = asyncio.create_task(_fill(_job(tmp_path, str(PROMETHEUS.find()), days=90.0)))
    family: list[psutil.Process] = []
    async with asyncio.timeout(30):
        while not any(one.name() == "prometheus" for one in family):
            await asyncio.sleep(0.05)
            family = [one for one in psutil.Process().children(recursive=True) if one not in before]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    alive = [one for one in family if one.is_running()]
    wait_until(lambda: not [one for one in alive if one.is_running() and one.status() != psutil.STATUS_ZOMBIE], 30)
