"""What each cell can carry as the state knows it: services under load, what may run, quotas, router weights."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING

from console.domain.capacity.cell_capacity import QuotaBound, ServiceCapacity, cell_capacity
from console.domain.capacity.cell_outlook import CellLoad
from console.domain.capacity.saturation import NOT_KNOWN, LoadTrial, saturation
from console.domain.capacity.service_load import TOPIC, ServiceLoad
from console.domain.layer import Layer
from console.domain.quantity import quantity_number
from console.domain.replay.traffic_course import ROUTED
from console.domain.route import Quota
from console.domain.scaled_queue import reads_queue
from console.estate.schema.router import GatewayRouter, IstioRouter, ModelRouter
from console.presenters.capacity.quota_share import share_of
from console.presenters.cell_workloads import scalers_of, serving, workloads_of
from console.presenters.reading_index import ReadingIndex
from console.presenters.router_share import router_shares
from console.presenters.routing.weight_effect import QUOTAS, cell_quota

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from console.domain.autoscaler import Autoscaler
    from console.domain.capacity.capacity_rule import CapacityRule
    from console.domain.capacity.cell_demand import CellDemand
    from console.domain.workload import Workload
    from console.estate.schema.cell import Cell
    from console.store.state import State

OFF_PATH = frozenset({Layer.AUTOMATION, Layer.CONTROL})
"""Services of these layers serve no requests of users."""
_QUEUED = "ScaledObject"
_NEARLY = 1e-9
Trials = dict[tuple[str, str], list[LoadTrial]]


@dataclass(frozen=True, slots=True)
class ServiceBasis:
    """A service on the path of requests, with what the state knows of it; ``bound`` is the quota that holds it down."""

    name: str
    seen: ServiceLoad | None
    workload: Workload | None
    scaler: Autoscaler | None
    capacity: ServiceCapacity
    bound: str


@dataclass(frozen=True, slots=True)
class CellBasis:
    """A cell with its services; ``mean_rps`` are requests per second to it over the time that was looked at."""

    cell: Cell
    load: CellLoad
    services: tuple[ServiceBasis, ...]
    mean_rps: float | None


def cell_bases(
    state: State, rule: CapacityRule, demands: Mapping[str, CellDemand | None], trials: Trials
) -> tuple[CellBasis, ...]:
    """Return every cell of the estate."""
    maker = _Maker(state, rule, trials)
    cells = state.estate.cells if state.estate is not None else ()
    return tuple(maker.basis(cell, demands.get(cell.key)) for cell in cells)


def load_rows(state: State) -> tuple[ServiceLoad, ...]:
    """Return what was seen of services under load, by all metric servers."""
    servers = state.estate.prometheus if state.estate is not None else ()
    return tuple(row for one in servers for row in state.rows(one.key, TOPIC, ServiceLoad))


class _Maker:
    def __init__(self, state: State, rule: CapacityRule, trials: Trials) -> None:
        self._state, self._rule, self._trials = state, rule, trials
        self._seen: dict[str, dict[str, ServiceLoad]] = {}
        for row in load_rows(state):
            self._seen.setdefault(row.cell, {})[row.service] = row
        self._places = dict(_places(state))

    def basis(self, cell: Cell, demand: CellDemand | None) -> CellBasis:
        seen = self._seen.get(cell.key, {})
        mean = _mean_rps(cell, seen)
        services = tuple(self._services(cell, seen, mean))
        asked = cell_quota(self._state, cell, QUOTAS[ROUTED])
        quotas = (QuotaBound(QUOTAS[ROUTED], asked),) if asked is not None else ()
        router, group, weight = self._places.get(cell.key, ("", "", None))
        capacity = cell_capacity(tuple(one.capacity for one in services), quotas)
        share = weight if weight is not None else mean or 0.0
        load = CellLoad(cell.key, router, group, share, capacity, demand)
        return CellBasis(cell, load, services, mean)

    def _services(self, cell: Cell, seen: Mapping[str, ServiceLoad], mean: float | None) -> Iterator[ServiceBasis]:
        workloads, scalers = workloads_of(self._state, cell), scalers_of(self._state, cell)
        for part in cell.services:
            workload = serving(workloads, part)
            scaler = _scaler(scalers, workload)
            if part.layer in OFF_PATH or (scaler is not None and _is_queued(scaler, scalers)):
                continue
            capacity, bound = self._capacity(cell, seen.get(part.name), workload, scaler, mean)
            yield ServiceBasis(
                part.name, seen.get(part.name), workload, scaler, capacity._replace(service=part.name), bound
            )

    def _capacity(
        self,
        cell: Cell,
        seen: ServiceLoad | None,
        workload: Workload | None,
        scaler: Autoscaler | None,
        mean: float | None,
    ) -> tuple[ServiceCapacity, str]:
        ratio = seen.mean_rps / mean if seen is not None and mean else 0.0
        if workload is None:
            return ServiceCapacity("", NOT_KNOWN, ratio, None, None, None), ""
        points = seen.by_replica(workload.cpu_request) if seen is not None and workload.cpu_request > 0 else ()
        trials = self._trials.get((cell.key, seen.service), ()) if seen is not None else ()
        most = scaler.maximum if scaler is not None and scaler.maximum is not None else workload.desired
        allowed, bound = self._allowed(cell, workload)
        if allowed is None or allowed >= most:
            allowed, bound = most, ""
        least = scaler.minimum if scaler is not None else workload.desired
        found = saturation(points, self._rule, trials)
        return ServiceCapacity("", found, ratio, workload.desired, least, allowed), bound

    def _allowed(self, cell: Cell, workload: Workload) -> tuple[int | None, str]:
        """Return how many replicas the namespace's quotas leave to a workload, and the name of the tightest one."""
        found: list[tuple[int, str]] = []
        for quota in self._state.rows(cell.cluster, "quotas", Quota):
            if quota.ref.namespace != workload.ref.namespace or not quota.counts_services:
                continue
            for name, hard, used in quota.items:
                limit, now, each = quantity_number(hard), quantity_number(used), share_of(workload, name)
                if limit is not None and now is not None and each > 0:
                    more = floor(max(0.0, limit - now) / each + _NEARLY)
                    found.append((workload.desired + more, quota.ref.name))
        return min(found, default=(None, ""))


def _mean_rps(cell: Cell, seen: Mapping[str, ServiceLoad]) -> float | None:
    """Return the requests to a cell: those of its first services, else of the busiest one."""
    doors = [seen[one.name].mean_rps for one in cell.services if one.layer is Layer.PRESENTATION and one.name in seen]
    known = [seen[one.name].mean_rps for one in cell.services if one.name in seen]
    return sum(doors) if doors else max(known, default=None)


def _scaler(scalers: Sequence[Autoscaler], workload: Workload | None) -> Autoscaler | None:
    """Return what scales a workload; one that only recommends has no bounds."""
    if workload is None:
        return None
    wanted = workload.ref.kind, workload.ref.name
    found = (one for one in scalers if (one.target_kind, one.target_name) == wanted and one.maximum is not None)
    return next(found, None)


def _is_queued(scaler: Autoscaler, others: Sequence[Autoscaler]) -> bool:
    """Return whether a queue drives it: KEDA scales by load and by the clock, too, and makes an HPA for each object."""
    if scaler.ref.kind == _QUEUED:
        return reads_queue(scaler)
    kind, _, name = scaler.owner.partition("/")
    wanted = _QUEUED, scaler.ref.namespace, name
    made = [one for one in others if (one.ref.kind, one.ref.namespace, one.ref.name) == wanted]
    return kind == _QUEUED and (not made or any(map(reads_queue, made)))


def _places(state: State) -> Iterator[tuple[str, tuple[str, str, float | None]]]:
    """Yield of each routed cell its router, group (the same template: these stand in for each other) and weight."""
    estate = state.estate
    for router in estate.routers if estate is not None else ():
        if isinstance(router, ModelRouter):
            continue
        weights: dict[str, float | None] = {}
        if isinstance(router, IstioRouter | GatewayRouter):
            shares = router_shares(state, ReadingIndex(state), router)
            weights = {one.cell: one.configured if one.configured is not None else one.agreed for one in shares}
            if any(one is not None for one in weights.values()):
                weights = {cell: one or 0.0 for cell, one in weights.items()}  # shares, beside which no rate counts
        for one in router.destinations:
            cell = estate.cell(one.cell) if estate is not None else None
            if cell is not None:
                group = f"{router.key}/{cell.template or cell.kind.value}"
                yield one.cell, (router.key, group, weights.get(one.cell))
