"""Run all benchmarks (or those whose name contains a given word) and print one table."""

import pkgutil
import sys
from importlib import import_module

import tests.benchmarks
from tests.benchmarks.harness import Benchmark, Outcome, run, table


def found() -> list[Benchmark]:
    """Return the ``BENCHMARKS`` of every ``bench_*.py`` beside this file."""
    names = sorted(one.name for one in pkgutil.iter_modules(tests.benchmarks.__path__) if one.name.startswith("bench_"))
    return [one for name in names for one in import_module(f"tests.benchmarks.{name}").BENCHMARKS]


def main(words: list[str]) -> int:
    """Return 1 when a benchmark could not run at all; one that is short of its bar is told in the table."""
    outcomes: list[Outcome] = []
    for benchmark in found():
        if words and not any(word in benchmark.name for word in words):
            continue
        print(f"measuring {benchmark.name} …", file=sys.stderr, flush=True)
        outcomes.append(run(benchmark))
    print(table(outcomes))
    return int(any(one.failure for one in outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
