"""The lab's budgets: a little above what its parts usually cost."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from console.domain.price.resource_cost import GIB
from console.lab.simulator.cell_spec import SEGMENTS
from console.lab.simulator.controls import default_controls
from console.lab.simulator.demand import Demand
from console.lab.simulator.history import MOST_CELLS
from console.lab.simulator.steady_state import SteadyState
from console.lab.simulator.workload_spec import WorkloadSpec
from console.lab.world.world import World

_MONTH_H = 730.0
_HEADROOM = 1.12
_LOOK_BACK_S = 7 * 86_400
_STEP_S = 7_200
_SERVICE = "llm-serving"


class BudgetPlan:
    """One budget for each cell, one for the dearest service, for each segment, and for the calls of models."""

    def __init__(self, world: World, now_s: float) -> None:
        self._blueprint = world.blueprint
        demand = Demand(world.seed, world.blueprint)
        times = np.arange(now_s - _LOOK_BACK_S, now_s, _STEP_S, dtype=np.float64)
        self._steady = SteadyState(world.seed, demand, default_controls(world.blueprint, world.seed), times)

    def entries(self) -> list[Mapping[str, Any]]:
        """Return the entries of the estate's section."""
        return [*self._cells(), *self._services(), *self._segments(), self._models()]

    def _cells(self) -> Iterator[Mapping[str, Any]]:
        for cell in self._blueprint.cells:
            hourly = sum(self._hourly(spec) for spec in cell.workloads)
            yield _entry(f"{cell.name}-month", f"Budget of {cell.name}", hourly, cells=[cell.name])

    def _services(self) -> Iterator[Mapping[str, Any]]:
        hourly = self._total(lambda spec: spec.name == _SERVICE)
        if hourly:
            yield _entry(f"{_SERVICE}-month", f"Budget of {_SERVICE}", hourly, services=[_SERVICE])

    def _segments(self) -> Iterator[Mapping[str, Any]]:
        rates = dict.fromkeys(SEGMENTS, 0.0)
        for cell in self._blueprint.cells[:MOST_CELLS]:
            for segment, rps in self._steady.incoming(cell).items():
                rates[segment] += float(np.mean(rps))
        hourly, total = self._total(lambda spec: bool(spec.cell)), sum(rates.values())
        for segment, rate in rates.items():
            if total:
                title = f"Budget of the segment {segment}"
                yield _entry(f"{segment}-month", title, hourly * rate / total, segments=[segment])

    def _models(self) -> Mapping[str, Any]:
        cells = self._blueprint.cells[:MOST_CELLS]
        hourly = 3600 * sum(
            float(np.mean(model.usd_per_s)) for cell in cells for model in self._steady.flow(cell).models.values()
        )
        return _entry("models-month", "Budget of model calls", hourly, sources=["models"])

    def _total(self, counts: Callable[[WorkloadSpec], bool]) -> float:
        return sum(self._hourly(spec) for cell in self._blueprint.cells for spec in cell.workloads if counts(spec))

    def _hourly(self, spec: WorkloadSpec) -> float:
        nodes = self._blueprint.nodes
        node = next((one for one in nodes if one.region == spec.region), nodes[0])
        memory = spec.memory_bytes / GIB * node.memory_gib_hourly_usd
        return spec.replicas * (spec.cpu_cores * node.cpu_hourly_usd + memory)


def _entry(key: str, title: str, hourly: float, **scope: list[str]) -> Mapping[str, Any]:
    limit = {"amount": float(round(hourly * _MONTH_H * _HEADROOM)), "currency": "USD"}
    return {"key": key, "title": title, "limit": limit, **scope}
