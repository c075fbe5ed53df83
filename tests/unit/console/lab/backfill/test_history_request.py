"""What history is wanted, and where it is cached."""

from dataclasses import replace
from pathlib import Path

from console.lab.backfill.history_request import DAY_S, HistoryJob, HistoryRequest
from console.lab.backfill.simulator_version import simulator_version

REQUEST = HistoryRequest(7, 8, 130, 6, "abc", end_s=1.8e9)


def test_another_seed_scale_step_or_simulator_has_another_cache() -> None:
    others = [
        replace(REQUEST, seed=8), replace(REQUEST, nodes=9), replace(REQUEST, pods=1), replace(REQUEST, cells=3),
        replace(REQUEST, version="abd"), replace(REQUEST, step_s=60), replace(REQUEST, days=30),
    ]  # fmt: skip
    assert len({one.key for one in [REQUEST, *others]}) == len(others) + 1


def test_a_later_end_tops_up_the_same_cache() -> None:
    assert replace(REQUEST, end_s=1.9e9).key == REQUEST.key


def test_the_fine_part_is_the_end_of_the_whole_however_it_is_cut() -> None:
    assert REQUEST.fine_days_until(REQUEST.end_s) == 2
    assert REQUEST.fine_days_until(REQUEST.end_s - DAY_S) == 1
    assert REQUEST.fine_days_until(REQUEST.end_s - 10 * DAY_S) == 0


def test_a_job_survives_the_way_to_its_process() -> None:
    job = HistoryJob(REQUEST, "/usr/bin/prometheus", Path("/a b/cache"), Path("/a b/'blocks'"))
    assert HistoryJob.from_json(job.to_json()) == job


def test_the_simulators_version_stays_the_same_for_the_same_source() -> None:
    assert simulator_version() == simulator_version()
    assert len(simulator_version()) == 8
