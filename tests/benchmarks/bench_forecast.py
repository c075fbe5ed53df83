"""Forecasts: how good on series that nothing was fitted to, how dear, and whether the window notices."""

import os
import sys
import time
from functools import cache
from pathlib import Path
from statistics import fmean

from console.domain.forecast.campaign import Campaign
from console.domain.forecast.make_outlook import make_outlook
from console.domain.forecast.outlook import Outlook
from console.domain.forecast.shape import shape_forecast
from tests.benchmarks.child import told_by
from tests.benchmarks.harness import Benchmark, SkipBenchmark
from tests.fakes.demand import demand, series
from tests.fakes.held_out import HeldOut, Score, held_out, score

CELLS, QUARTER_D, WEEKS = 50, 91, 26
_SHARED = Path(os.environ.get("CELL_CONSOLE_SHARED", Path(__file__).resolve().parents[3] / "shared"))


@cache
def _held_out() -> tuple[HeldOut, ...]:
    folder = _SHARED / "series"
    if not folder.is_dir():
        raise SkipBenchmark(f"{folder} is absent")
    return tuple(held_out(folder))


@cache
def _scores() -> tuple[Score, ...]:
    found = tuple(score(one) for one in _held_out())
    for one in found:
        print(
            f"{one.name:26} {one.group:8} {one.provider:11} sMAPE {one.smape:5.1f} naive {one.naive:5.1f} "
            f"{one.smape / one.naive - 1:+.1%}  inside 80 %: {one.inside:.1%}",
            file=sys.stderr,
        )
    return found


def _error(group: tuple[str, ...], what: str) -> float:
    return fmean(getattr(one, what) for one in _scores() if one.group in group)


def _beyond() -> float:
    """How far the pooled coverage is from the middle of what is allowed, in points."""
    inside = fmean(one.inside for one in _scores())
    print(f"pooled coverage of the 80 % band: {inside:.1%}", file=sys.stderr)
    return abs(100 * inside - 81.0)


def _cpu_s() -> float:
    """The dearest series, once the libraries are loaded."""
    make_outlook("prom", _held_out()[0].past, QUARTER_D)
    times = []
    for one in _held_out():
        begun_s = time.process_time()
        make_outlook("prom", one.past, QUARTER_D)
        times.append(time.process_time() - begun_s)
    return max(times)


@cache
def _fleet() -> dict[str, float]:
    return told_by("fleet_child", str(CELLS), str(WEEKS), str(QUARTER_D))


@cache
def _large() -> Outlook:
    return make_outlook("prom", series(demand(WEEKS)), QUARTER_D)


def _preview_ms() -> float:
    begins_s = _large().at_s
    campaigns = [
        Campaign(f"c{day}", begins_s + day * 86_400, begins_s + (day + 0.5) * 86_400, 1.5) for day in range(60)
    ]
    begun_s = time.perf_counter()
    shape_forecast(_large(), campaigns=campaigns)
    return 1000 * (time.perf_counter() - begun_s)


BENCHMARKS = [
    Benchmark(
        "forecast, a quarter ahead: error", "%", lambda: _error(("quarter", "sim"), "smape"), 0.92,
        lambda: _error(("quarter", "sim"), "naive"), "last week repeated", repeats=1,
    ),
    Benchmark(
        "forecast, 14 days ahead: error", "%", lambda: _error(("nab14d",), "smape"), 0.85,
        lambda: _error(("nab14d",), "naive"), "last week repeated", repeats=1,
    ),
    Benchmark("forecast: pooled coverage of the 80 % band, off 81 %", "points", _beyond, 9.0, repeats=1),
    Benchmark("forecast: CPU of the dearest series", "s", _cpu_s, 2.0, repeats=3),
    Benchmark(f"quarter forecast, {CELLS} cells in workers", "s", lambda: _fleet()["took_s"], 60.0, repeats=1),
    Benchmark(
        f"quarter forecast, {CELLS} cells: gap of the asking thread", "ms", lambda: _fleet()["gap_ms"], 50.0, repeats=1,
    ),
    Benchmark("forecast: preview while dragging, 60 campaigns", "ms", _preview_ms, 50.0, repeats=9),
]  # fmt: skip
