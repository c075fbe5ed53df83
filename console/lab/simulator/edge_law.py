"""The law of the edge: users, cache, Workers."""

from console.lab.simulator.controls import Faults
from console.lab.simulator.demand import Demand
from console.lab.simulator.estate_state import EdgeState
from console.lab.simulator.level import Level
from console.lab.simulator.noise import smooth_noise

WORKER_CPU_S = 0.0088


def edge_state(seed: int, demand: Demand, faults: Faults, t: Level) -> EdgeState:
    """What reaches the edge at a time and what it sends on to the cell router."""
    rps = {segment: value * faults.demand_factor for segment, value in demand.edge_rps(t).items()}
    hit = demand.cache_hit_ratio(t) * faults.cache_hit_factor
    forwarded = {segment: value * (1.0 - hit) for segment, value in rps.items()}
    cpu = WORKER_CPU_S * (1.0 + 0.06 * smooth_noise(seed, "worker-cpu", t, 200.0)) * (1.6 - 0.7 * hit)
    return EdgeState(rps, hit, forwarded, cpu)
