"""Where the parts of a history meet: within one start of the lab, and between two."""

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from console.lab.backfill import history_writer
from console.lab.backfill.block import Block, read_blocks
from console.lab.backfill.history_cache import HistoryCache
from console.lab.backfill.history_request import HistoryJob, HistoryRequest
from console.lab.backfill.history_writer import HistoryWriter
from console.lab.backfill.remote_write import Series
from console.lab.backfill.span import Span

pytestmark = pytest.mark.anyio


class _Writer:
    """Keeps the times of the first series of each part."""

    written: list[NDArray[np.float64]]

    def __init__(self, _program: str, folder: Path) -> None:
        self._folder = folder

    async def write(self, series: Iterable[Series], span: Span, _told: object) -> Block:
        times = next(iter(series))[1]
        times = times[(times > span.start_s) & (times <= span.end_s)]
        self.written.append(times)
        place = self._folder / f"{len(self.written)}.head" / f"until{span.end_s:.0f}"
        place.mkdir(parents=True)
        meta = {"minTime": round(times[0] * 1000), "maxTime": round(times[-1] * 1000) + 1}
        (place / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
        return read_blocks(place.parent)[0]


@pytest.mark.parametrize("hours", [(4.0,), (30.0, 4.0), (12.0, 30.0), (30.0, 5.0, 30.0)])
async def test_no_rate_sags_where_a_lab_that_is_started_again_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hours: tuple[float, ...]
) -> None:
    """The end of a long gap is not kept: the next start goes on from before it, and samples must be dense there too."""
    monkeypatch.setattr(history_writer, "BlockWriter", _Writer)
    (tmp_path / "blocks").mkdir()
    end_s, kept = 1.79e9, np.zeros(0)
    for later in (0.0, *hours):
        end_s += later * 3_600
        request = HistoryRequest(7, 2, 20, 1, "test", end_s, days=0.3 + sum(hours) / 24, fine_days=9, last_step_s=5.0)
        _Writer.written = []
        await HistoryWriter(HistoryJob(request, "", tmp_path, tmp_path / "blocks"), lambda _event: None).write()
        grid = np.unique(np.concatenate((kept, *_Writer.written)))
        for start_s in np.arange(grid[0], end_s - 300, 43.0):
            seen = grid[(grid > start_s) & (grid <= start_s + 300)]
            gaps = seen[0] - start_s, start_s + 300 - seen[-1]
            assert max(gaps) < 1.1 * np.diff(seen).mean(), (later, (end_s - start_s) / 3_600)
        kept = grid[grid <= HistoryCache(tmp_path, request).blocks()[-1].span.end_s + 0.01]
