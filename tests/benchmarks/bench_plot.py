"""Live plots: 200 series of 10,000 points, of which every one moves on in every frame, software-rendered."""

from functools import cache

from tests.benchmarks.child import told_by
from tests.benchmarks.harness import Benchmark

SERIES, POINTS = 200, 10_000
MOST_MS = 1000 / 30


@cache
def _measured() -> dict[str, float]:
    return told_by("plot_child", str(SERIES), str(POINTS))


BENCHMARKS = [
    Benchmark(
        name=f"plot: {SERIES} series x {POINTS:,} points, live",
        unit="fps",
        measure=lambda: 1000 / _measured()["ours_ms"],
        bar=30.0,
        better="more",
        repeats=1,
    ),
    Benchmark(
        name=f"plot: {SERIES} series x {POINTS:,} points, a frame",
        unit="ms",
        measure=lambda: _measured()["ours_ms"],
        reference=lambda: _measured()["plain_ms"],
        reference_name="plain pyqtgraph",
        bar=MOST_MS / 144,  # 30 frames a second, where plain pyqtgraph was measured to take 144 ms a frame
        repeats=1,
    ),
]
