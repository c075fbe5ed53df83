"""A step of a runbook that writes 10,000 lines a second for 20 s: how long Qt is away, what memory grows by."""

from functools import cache

from tests.benchmarks.child import told_by
from tests.benchmarks.harness import Benchmark

RATE, SECONDS = 10_000, 20.0


@cache
def _measured() -> dict[str, float]:
    return told_by("output_child", str(RATE), str(SECONDS))


BENCHMARKS = [
    Benchmark(f"step output, {RATE:,} lines/s: {words}", unit, lambda name=name: _measured()[name], bar, repeats=1)
    for name, words, unit, bar in (
        ("gap_p99_ms", "UI gap p99", "ms", 16.0),
        ("gap_worst_ms", "UI gap worst", "ms", 50.0),
        ("grown_mb", "memory grown by", "MB", 40.0),
    )
]
