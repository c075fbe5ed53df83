"""What the lab's edge account used per day: computed for the days before the lab, counted since."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from console.lab.simulator.controls import Faults
from console.lab.simulator.demand import DAY_S, Demand
from console.lab.simulator.edge_catalogue import USUAL_FAILED, WORKERS
from console.lab.simulator.edge_law import edge_state
from console.lab.simulator.estate_state import EdgeState
from console.lab.simulator.series.estate_series import cpu_micros, total

_STEP_S = 600.0


@dataclass(slots=True)
class WorkerUse:
    """Calls of a Worker, how many failed, and its CPU time in microseconds, summed over the calls."""

    calls: float = 0.0
    failed: float = 0.0
    cpu_p50: float = 0.0
    cpu_p99: float = 0.0

    def add(self, other: "WorkerUse") -> None:
        """Count further calls."""
        self.calls += other.calls
        self.failed += other.failed
        self.cpu_p50 += other.cpu_p50
        self.cpu_p99 += other.cpu_p99


class UsageLog:
    """Days are UTC, as the provider's. The past is that of the simulator's history, so both tell the same numbers."""

    def __init__(self, seed: int, demand: Demand, start_s: float) -> None:
        self._seed = seed
        self._demand = demand
        self._start_s = start_s
        self._past: dict[int, dict[str, WorkerUse]] = {}
        self._live: dict[int, dict[str, WorkerUse]] = defaultdict(lambda: defaultdict(WorkerUse))

    def count(self, edge: EdgeState, seconds: float, now_s: float) -> None:
        """Count what was used in the last `seconds`."""
        day = self._live[int(now_s // DAY_S)]
        for name, use in _uses(edge, seconds).items():
            day[name].add(use)

    def day(self, number: int) -> dict[str, WorkerUse]:
        """Use of each Worker on a day (days since 1970); nothing for days that have not begun."""
        found = {spec.name: WorkerUse() for spec in WORKERS}
        for source in (self._before(number), self._live.get(number, {})):
            for name, use in source.items():
                found[name].add(use)
        return found

    def _before(self, number: int) -> dict[str, WorkerUse]:
        """The part of a day that lies before the lab's start."""
        if number not in self._past:
            begin, end = number * DAY_S, min((number + 1) * DAY_S, self._start_s)
            times = np.arange(begin + _STEP_S / 2, end, _STEP_S)
            uses = _uses(edge_state(self._seed, self._demand, Faults(), times), _STEP_S) if len(times) else {}
            self._past[number] = uses
        return self._past[number]


def day_number(text: str) -> int:
    """Days since 1970 of a date or a time in ISO 8601. Raises ValueError."""
    at = datetime.fromisoformat(text)
    return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() // DAY_S)


def day_text(number: int) -> str:
    """The date of a day."""
    return f"{datetime.fromtimestamp(number * DAY_S, UTC):%Y-%m-%d}"


def _uses(edge: EdgeState, seconds: float) -> dict[str, WorkerUse]:
    calls = total(edge.admitted_rps) * seconds
    uses: dict[str, WorkerUse] = {}
    for spec in WORKERS:
        effect = edge.workers.get(spec.name)
        own = calls * spec.share
        failed = USUAL_FAILED + (effect.failed if effect else 0.0)
        uses[spec.name] = WorkerUse(
            float(np.sum(own)),
            float(np.sum(own * failed)),
            float(np.sum(own * cpu_micros(edge, spec, 0.5))),
            float(np.sum(own * cpu_micros(edge, spec, 0.99))),
        )
    return uses
