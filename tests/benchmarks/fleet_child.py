"""Child process of the forecasts' benchmark: many cells in worker processes, asked by a thread that must stay awake.

Prints as JSON the seconds for all of them, and the longest time that the asking thread was away, in milliseconds. It is
a process of its own so that what other benchmarks leave behind in theirs does not weigh on the gap.
"""

import json
import sys
import threading
import time
from dataclasses import replace

from console.domain.forecast.demand_key import DemandKey
from console.domain.forecast.demand_series import DemandSeries
from console.domain.forecast.make_outlook import make_outlook
from console.domain.forecast.measure import Measure
from console.domain.forecast.outlook import Outlook
from console.kernel.runtime import Runtime
from tests.fakes.demand import demand, series


def _cells(count: int, weeks: int) -> list[DemandSeries]:
    return [
        replace(series(demand(weeks, noise=0.1, growth=0.3, seed=seed)), key=DemandKey(Measure.RPS, f"cell-{seed}"))
        for seed in range(count)
    ]


def _measured(some: list[DemandSeries], days: int) -> dict[str, float]:
    done = threading.Event()
    runtime = Runtime()
    try:
        begun_s = time.perf_counter()
        futures = [runtime.submit(runtime.in_process(make_outlook, "prom", one, days)) for one in some]
        futures[-1].add_done_callback(lambda _: done.set())
        gap_s, last_s = 0.0, time.perf_counter()
        while not all(one.done() for one in futures):
            done.wait(0.005)
            now_s = time.perf_counter()
            gap_s, last_s = max(gap_s, now_s - last_s), now_s
        took_s = time.perf_counter() - begun_s
        assert all(isinstance(one.result(), Outlook) for one in futures)
        return {"took_s": took_s, "gap_ms": 1000 * gap_s}
    finally:
        runtime.close()


def main() -> None:
    """Measure and print one line of JSON."""
    cells, weeks, days = (int(one) for one in sys.argv[1:])
    print(json.dumps(_measured(_cells(cells, weeks), days)))


if __name__ == "__main__":
    main()
