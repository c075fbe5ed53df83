"""Tables: 50,000 rows sorted and filtered against Qt's own proxy, and how long 100,000 rows hold up the GUI thread."""

from functools import cache

from tests.benchmarks.child import told_by
from tests.benchmarks.harness import Benchmark

ROWS, MANY = 50_000, 100_000


@cache
def _measured() -> dict[str, float]:
    """Medians of five, both ways in turn, in one child process."""
    return told_by("table_child", str(ROWS), str(MANY))


BENCHMARKS = [
    Benchmark(
        name=f"table: {what} {ROWS:,} rows",
        unit="s",
        measure=lambda what=what: _measured()[f"{what}_s"],
        reference=lambda what=what: _measured()[f"proxy_{what}_s"],
        reference_name="QSortFilterProxyModel",
        bar=0.02,
        repeats=1,
    )
    for what in ("sort", "filter")
] + [
    Benchmark(
        name=f"table: {what} {MANY:,} rows, UI gap",
        unit="ms",
        measure=lambda what=what: _measured()[f"{what}_gap_ms"],
        bar=100.0,
        repeats=1,
    )
    for what in ("sort", "filter")
]
