"""Everything that is true in the simulated estate at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.lab.simulator.autoscaler import AutoscalerState
from console.lab.simulator.business import BusinessFlow
from console.lab.simulator.cell_flow import CellFlow
from console.lab.simulator.edge_control import WorkerEffect, WorkerMix
from console.lab.simulator.level import Level
from console.lab.simulator.pod import Pod
from console.lab.simulator.pod_fleet import FleetChange

Labels = tuple[tuple[str, str], ...]
SeriesKey = tuple[str, Labels]


@dataclass(frozen=True, slots=True)
class EdgeState:
    """The edge: requests per second of users by segment, cache hit ratio, what goes on to the router, worker CPU.

    `admitted_rps` is what rate limits let through, `workers` what the running versions do, `relevance` the factor on
    clicks of what the edge shows.
    """

    rps: Mapping[str, Level]
    cache_hit_ratio: Level
    forwarded_rps: Mapping[str, Level]
    worker_cpu_median_s: Level
    admitted_rps: Mapping[str, Level]
    workers: Mapping[str, WorkerEffect]
    relevance: float
    mixes: Mapping[str, WorkerMix]


@dataclass(frozen=True, slots=True)
class CellState:
    """One cell: traffic, business, its share of the router, price (USD per hour), power (W), grid (gCO2e/kWh)."""

    flow: CellFlow
    business: BusinessFlow
    router_share: float
    hourly_usd: float
    watts: float
    carbon_gco2e_per_kwh: float


@dataclass(frozen=True, slots=True)
class EstateState:
    """The state after one step.

    `at_s` is the simulator's time. `counters` are running totals and `gauges` values by metric name and labels
    as last summed up (see `Simulator.count`), pod-level series excepted: those follow from `pods`, `cpu_s` and
    `joules` (totals per pod of each workload). `rescaled` are the replicas that autoscalers ask for: whoever owns
    the controls must apply them.
    """

    at_s: float
    edge: EdgeState
    cells: Mapping[str, CellState]
    autoscalers: Mapping[str, AutoscalerState]
    rescaled: Mapping[str, int]
    ready: Mapping[str, int]
    pods: Mapping[str, tuple[Pod, ...]]
    pod_change: FleetChange
    cpu_s: Mapping[str, float]
    joules: Mapping[str, float]
    counters: Mapping[SeriesKey, float]
    gauges: Mapping[SeriesKey, float]
