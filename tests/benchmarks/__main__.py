"""Run all benchmarks (or those whose name contains a given word) and print one table."""

import os
import pkgutil
import signal
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
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # in an orderly way: servers and folders are cleared away
    try:
        for benchmark in found():
            if not words or any(word in benchmark.name for word in words):
                print(f"measuring {benchmark.name} …", file=sys.stderr, flush=True)
                outcomes.append(run(benchmark))
    except KeyboardInterrupt:
        print("stopped; measured until then:", file=sys.stderr)
        return 130
    finally:
        print(table(outcomes))
        print(f"load average {os.getloadavg()[0]:.1f}; a row counts only on a machine that does nothing else")
    return int(any(one.failure and not one.skipped for one in outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
