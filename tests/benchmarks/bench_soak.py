"""The soak of a simulated day is a runner of its own, because it takes half an hour: this row says where it is."""

from tests.benchmarks.harness import Benchmark, SkipBenchmark


def _elsewhere() -> float:
    raise SkipBenchmark("python -m tests.soak --hours 24 --speed 48")


BENCHMARKS = [Benchmark("24 simulated hours of lab: no growth", "MB", _elsewhere, bar=0.0, repeats=1)]
