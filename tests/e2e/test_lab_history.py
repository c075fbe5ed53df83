"""Ninety days of history in the real Prometheus are what the simulator says they were. (proves L-lab, history)"""

import itertools
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from console.lab.backfill.block import Block, read_blocks
from console.lab.backfill.history_request import DAY_S
from console.lab.simulator.history import history_series
from console.lab.simulator.lab_scale import LabScale
from tests.fakes.lab import SEED, LabForTests, lab_start, running_lab

pytestmark = pytest.mark.usefixtures("needs_prometheus")
SCALE = LabScale(nodes=2, pods=20, cells=1)


@dataclass(frozen=True, slots=True)
class OldLab:
    """A lab of one cell whose 90 days were written by the run before it, and the blocks that that run left."""

    lab: LabForTests
    written: tuple[Block, ...]


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory, root_dir: Path) -> Iterator[OldLab]:
    folder = tmp_path_factory.mktemp("old lab")
    start = replace(
        lab_start(folder, root_dir),
        cache=folder / "cache",
        nodes=SCALE.nodes,
        pods=SCALE.pods,
        cells=SCALE.cells,
        history_days=90.0,
    )
    for first in running_lab(start):
        first.wait_for_history()
    (cached,) = (start.cache / "history").iterdir()
    written = read_blocks(cached)
    for second in running_lab(start):
        second.wait_for_scrape()
        second.wait_for_history()
        yield OldLab(second, written)


def test_all_of_the_ninety_days_are_there(old: OldLab) -> None:
    for days in (0.01, 1, 7, 30, 60, 89):
        rows = old.lab.query("sum(rate(http_server_requests_total[15m])) > 0", time.time() - days * DAY_S)
        assert len(rows) == 1, f"nothing {days} days ago"
    assert old.lab.query("http_server_requests_total", time.time() - 92 * DAY_S) == []


def test_there_is_no_hole_between_the_parts_nor_before_the_live_samples(old: OldLab) -> None:
    assert len(old.lab.query("min_over_time(count(http_server_requests_total)[1h:1m])")) == 1
    spans = [block.span for block in read_blocks(old.lab.at.folder / "prometheus" / "blocks")]
    gaps_s = [after.start_s - before.end_s for before, after in itertools.pairwise(spans)]
    assert len(spans) >= 4
    assert max(gaps_s) <= 300.0
    assert min(gaps_s) >= 0.0, "blocks overlap"


@pytest.mark.parametrize("days", [0.1, 1, 20, 45, 75])
def test_every_value_of_the_past_equals_the_simulators(days: float, old: OldLab) -> None:
    """Each block against the simulator asked for the same stretch: every sample of ten minutes, every series."""
    end_s = old.written[-1].span.end_s
    at_s = end_s - days * DAY_S
    (index,) = [number for number, one in enumerate(old.written) if one.span.start_s < at_s <= one.span.end_s]
    block_end_s = old.written[index].span.end_s
    block_start_s = old.written[index - 1].span.end_s if index else end_s - 90 * DAY_S
    said = history_series(
        SEED,
        SCALE,
        block_end_s,
        days=(block_end_s - block_start_s) / DAY_S,
        fine_days=max(0.0, 2 - (end_s - block_end_s) / DAY_S),
        last_step_s=5 if block_end_s == end_s else 0,
    )
    stored = {
        json.dumps(row["metric"], sort_keys=True): np.array([(at, float(text)) for at, text in row["values"]])
        for row in old.lab.query('{job="lab"}[10m]', at_s)
    }
    assert len(stored) >= 100
    compared = 0
    for one in said:
        points = stored.get(json.dumps({"job": "lab", "instance": "lab", **one.labels}, sort_keys=True))
        if points is None:
            continue  # an image that did not run at that time
        nearest = np.abs(one.times_s[:, None] - points[None, :, 0]).argmin(axis=0)
        np.testing.assert_allclose(points[:, 0], one.times_s[nearest], rtol=0, atol=0.0006)
        np.testing.assert_allclose(points[:, 1], one.values[nearest], rtol=1e-5, atol=1e-6, err_msg=str(one.labels))
        compared += len(points)
    assert compared >= 2 * len(stored)
