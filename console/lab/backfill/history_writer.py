"""Fills what is missing of a history, newest part first."""

from collections.abc import Callable, Iterator

from console.lab.backfill.block_writer import BlockWriter
from console.lab.backfill.history_cache import HistoryCache
from console.lab.backfill.history_request import DAY_S, HistoryJob, HistoryRequest
from console.lab.backfill.remote_write import Series
from console.lab.backfill.scrape_labels import SCRAPE_LABELS
from console.lab.backfill.span import Span, newest_first, uncovered
from console.lab.backfill.staleness import ended
from console.lab.simulator.history import history_series
from console.lab.simulator.lab_scale import LabScale

_FIRST_S = 6 * 3600.0
_MOST_S = 30 * DAY_S  # bounds the memory of the Prometheus that writes
_LEAST_S = 60.0
_ALMOST = 0.99  # 1 is told when the last block is in its place
_KEEP_S = DAY_S  # a shorter top-up is written again at every start, so that the cache does not fill with crumbs

Tell = Callable[[dict[str, object]], None]


class HistoryWriter:
    """Carries out one job; ``tell`` gets ``{"fraction": 0..1}`` and ``{"block": name}`` as it goes on."""

    def __init__(self, job: HistoryJob, tell: Tell) -> None:
        self._job = job
        self._tell = tell
        self._cache = HistoryCache(job.cache, job.request)
        self._series_count = 0
        self._dense_s = {job.request.end_s}  # where samples have become dense

    async def write(self) -> None:
        """Write every missing part; raise ``ConsoleError`` when Prometheus refuses."""
        request = self._job.request
        async with self._cache.writing() as scratch:
            self._cache.link_into(self._job.blocks)  # another lab may have filled it while this one waited
            writer = BlockWriter(self._job.program, scratch)
            parts = self._missing()
            if parts and self._is_crumb(parts[0]):
                self._dense_s.add(parts[0].start_s)  # what comes next goes on from there, as this one does
            total_s = sum(part.length_s for part in parts)
            done_s = 0.0
            for part in parts:
                await self._write_part(writer, part, done_s / total_s, part.length_s / total_s)
                done_s += part.length_s
            self._cache.forget_before(request.span.start_s - DAY_S)
            self._cache.forget_other_versions()
        self._tell({"fraction": 1.0})

    def _missing(self) -> list[Span]:
        request = self._job.request
        gaps = uncovered(request.span, self._cache.covered(request.step_s), _LEAST_S)
        return [part for gap in reversed(gaps) for part in newest_first(gap, _FIRST_S, _MOST_S)]

    async def _write_part(self, writer: BlockWriter, part: Span, done: float, share: float) -> None:
        counted = 0

        def written(count: int) -> None:
            nonlocal counted
            counted = count
            if self._series_count:  # unknown during the first part, which is short
                fraction = done + share * min(1.0, count / self._series_count)
                self._tell({"fraction": round(min(fraction, _ALMOST), 3)})

        request = self._job.request
        series = _series(request, part, goes_on=self._goes_on(part), ends_dense=part.end_s in self._dense_s)
        block = await writer.write(series, part, written)
        self._series_count = counted
        if block is None:
            return
        if not self._is_crumb(part):
            block = self._cache.add(block)
        block.link_into(self._job.blocks)
        self._tell({"block": block.folder.name})

    def _goes_on(self, part: Span) -> bool:
        """Return whether a part follows dense samples: the last ones of a block that was kept, or will be."""
        ends = (*self._dense_s, *(block.span.end_s for block in self._cache.blocks()))
        return any(abs(one - part.start_s) < 1.0 for one in ends)

    def _is_crumb(self, part: Span) -> bool:
        is_last = part.end_s >= self._job.request.end_s
        return is_last and part.length_s < _KEEP_S and bool(self._cache.blocks())


def _series(request: HistoryRequest, part: Span, *, goes_on: bool, ends_dense: bool) -> Iterator[Series]:
    found = history_series(
        request.seed,
        LabScale(request.nodes, request.pods, request.cells),
        part.end_s,
        days=part.length_s / DAY_S,
        step_s=request.step_s,
        fine_days=min(request.fine_days_until(part.end_s), part.length_s / DAY_S),
        fine_step_s=request.fine_step_s,
        last_step_s=request.last_step_s if ends_dense else 0.0,
        first_step_s=request.last_step_s if goes_on else 0.0,
    )
    for one in found:
        values = ended(one.values) if "pod" in one.labels else one.values
        yield {**SCRAPE_LABELS, **one.labels}, one.times_s, values
