"""Benchmarks: each compares one measurement with a named reference in the same run, by medians."""

import gc
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Literal

Sample = Callable[[], float]
LIMIT_S = 1_800
"""For one row: what hangs is a failed row, and the others go on."""


class SkipBenchmark(Exception):  # noqa: N818 - an outcome, not a fault
    """Raised by a sample that cannot be taken on this machine; the text says what is absent."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One row of the table.

    ``measure`` and ``reference`` return one sample each, in ``unit``; they are called in turn ``repeats`` times: both
    meet the same disturbances. With a reference the bar is for measured ÷ reference, else for the measured value.
    ``better`` says on which side of the bar is good.
    """

    name: str
    unit: str
    measure: Sample
    bar: float
    reference: Sample | None = None
    reference_name: str = "–"
    better: Literal["less", "more"] = "less"
    repeats: int = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was measured: medians, and why there is none when the benchmark could not run."""

    benchmark: Benchmark
    measured: float = 0.0
    reference: float | None = None
    failure: str = ""
    skipped: bool = False

    @property
    def ratio(self) -> float | None:
        """Measured ÷ reference, where there is a reference."""
        return None if self.reference is None else self.measured / self.reference

    @property
    def verdict(self) -> str:
        """``ok``, ``short`` of the bar, ``skipped``, or ``failed``."""
        if self.skipped:
            return "skipped"
        if self.failure:
            return "failed"
        judged = self.measured if self.ratio is None else self.ratio
        good = judged <= self.benchmark.bar if self.benchmark.better == "less" else judged >= self.benchmark.bar
        return "ok" if good else "short"


def wall_s(work: Callable[[], object]) -> float:
    """Return the seconds that ``work`` takes on the wall clock."""
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@contextmanager
def _limited(seconds: int) -> Iterator[None]:
    def end(*_: object) -> None:
        raise TimeoutError(f"took more than {seconds} s")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def run(benchmark: Benchmark) -> Outcome:
    """Take the samples; a benchmark that cannot run is an outcome too."""
    measured: list[float] = []
    reference: list[float] = []
    try:
        with _limited(LIMIT_S):
            for _ in range(benchmark.repeats):
                if benchmark.reference is not None:
                    reference.append(benchmark.reference())
                measured.append(benchmark.measure())
    except SkipBenchmark as reason:
        return Outcome(benchmark, failure=f"skipped: {reason}", skipped=True)
    except Exception as error:  # noqa: BLE001 - the table tells it, and the other rows go on
        return Outcome(benchmark, failure=f"{type(error).__name__}: {error}")
    return Outcome(benchmark, median(measured), median(reference) if reference else None)


def table(outcomes: Iterable[Outcome]) -> str:
    """Return the one table as text."""
    rows = [("benchmark", "measured", "reference", "ratio", "bar", "")]
    for one in outcomes:
        sign = "≤" if one.benchmark.better == "less" else "≥"
        if one.reference is None:
            bar, ratio, reference = f"{sign} {_number(one.benchmark.bar)} {one.benchmark.unit}", "–", "–"
        else:
            bar, ratio = f"{sign} {_number(one.benchmark.bar)} ×", f"{_number(one.ratio or 0)} ×"
            reference = f"{_number(one.reference)} {one.benchmark.unit} ({one.benchmark.reference_name})"
        measured = f"{_number(one.measured)} {one.benchmark.unit}"
        if one.failure:
            measured, ratio, reference = "–", "–", one.failure.splitlines()[0][:70]
        rows.append((one.benchmark.name, measured, reference, ratio, bar, one.verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _number(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
