"""The law of the edge: users, rate limits, Workers, cache."""

from console.lab.simulator.controls import Faults
from console.lab.simulator.demand import Demand
from console.lab.simulator.edge_catalogue import RANKER, ROUTER, WORKERS
from console.lab.simulator.edge_control import EdgeControl, EdgeLimit, WorkerEffect
from console.lab.simulator.estate_state import EdgeState
from console.lab.simulator.level import Level
from console.lab.simulator.noise import smooth_noise

WORKER_CPU_S = 0.0088
SHARED_KEY_GAIN = 0.3
"""Fewer keys mean more hits: the share of the misses that a shared cache key saves."""
POISONED_CLICKS = 0.55
"""The share of the clicks that is lost where the proof does not fit the call to action."""
_ACCURACY = {spec.name: spec.accuracy for spec in WORKERS}
_NO_CONTROL = EdgeControl()
_NO_EFFECT = WorkerEffect()


def edge_state(seed: int, demand: Demand, faults: Faults, t: Level, control: EdgeControl = _NO_CONTROL) -> EdgeState:
    """What reaches the edge at a time and what it sends on to the cell router.

    In this order, as at the provider: rate limits refuse, the router Worker fails, the cache answers, the rest goes on.
    """
    rps = {segment: value * faults.demand_factor for segment, value in demand.edge_rps(t).items()}
    admitted = {segment: _admitted(value, control.limits.get(segment, ())) for segment, value in rps.items()}
    failed = control.workers.get(ROUTER, _NO_EFFECT).failed
    hit = demand.cache_hit_ratio(t) * faults.cache_hit_factor * (1.0 - control.cold)
    if control.shared_keys:
        hit = hit + (1.0 - hit) * SHARED_KEY_GAIN
    passed = {segment: value * (1.0 - failed) for segment, value in admitted.items()}
    forwarded = {segment: value * (1.0 - hit) for segment, value in passed.items()}
    cpu = WORKER_CPU_S * (1.0 + 0.06 * smooth_noise(seed, "worker-cpu", t, 200.0)) * (1.6 - 0.7 * hit)
    return EdgeState(rps, hit, forwarded, cpu, admitted, control.workers, _relevance(control), control.mixes)


def _admitted(rps: Level, limits: tuple[EdgeLimit, ...]) -> Level:
    """What passes all limits; the history is older than every limit, so only single instants meet one."""
    for limit in limits:
        rps = limit.admitted_rps(float(rps))
    return rps


def _relevance(control: EdgeControl) -> float:
    """The factor on clicks: worse ranking and mixed up proofs cost interest."""
    ranker, usual = control.workers.get(RANKER, _NO_EFFECT), _ACCURACY[RANKER] or 0.0
    lost = 0.0 if ranker.accuracy is None else usual - ranker.accuracy
    shown = (1.0 - ranker.failed) * max(0.0, 1.0 - 2.0 * lost) + ranker.failed * 0.5
    return shown * (1.0 - POISONED_CLICKS * control.poisoned)
