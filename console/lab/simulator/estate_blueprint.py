"""The whole simulated estate as it is built for a given scale: cells, workloads, nodes, default weights."""

import math
from dataclasses import dataclass, replace

from console.lab.simulator.cell_catalogue import (
    FULL,
    FURTHER_PLACES,
    GUARDIANS,
    PLACES,
    SERVICES,
    STORES,
    STREAM,
    SYSTEM,
    Place,
)
from console.lab.simulator.cell_spec import CellSpec
from console.lab.simulator.lab_scale import LabScale
from console.lab.simulator.node_spec import NodeSpec
from console.lab.simulator.workload_spec import WorkloadSpec

_PROVISIONED = 0.8
"""Segments do not peak at the same hour: the share of the sum of their peaks that replicas are sized for."""
PEAK_RPS_PER_UNIT = 11.5
"""Uncached requests per second of one unit of users on a weekday's peak."""
NEWSLETTER_PEAK = 3.6
"""Peak of the newsletter rate as a multiple of its mean."""
USERS_PER_UNIT = 21_000.0
LANGCHAIN_RPS = 200.0
NEXT_EDGE_RPS = 1000.0
ROLLED_OUT = "personalize"
CANARY_CELLS = frozenset(("tokyo", "osaka", "frankfurt", "content"))
"""The service that is released by canaries (Argo Rollouts), and the cells that do so."""
_NODE_SIZES: tuple[tuple[str, float, float], ...] = (
    ("m6i.4xlarge", 16, 64),
    ("m6i.8xlarge", 32, 128),
    ("m6i.16xlarge", 64, 256),
    ("m6i.32xlarge", 128, 512),
    ("u-lab.96xlarge", 384, 1536),
    ("u-lab.400xlarge", 1600, 6400),
)
_CPU_HOURLY_USD = {"ap-northeast-1": 0.0396, "ap-northeast-3": 0.0412, "eu-central-1": 0.0367}
_CPU_TO_GIB_PRICE = 7.46
_LEAST_CPU_SLACK = 1.1


@dataclass(frozen=True, slots=True)
class EstateBlueprint:
    """The estate as built; everything else is a consequence of it, the seed, the controls and the time.

    `size` multiplies demand and replicas so that the wanted number of pods is reached.
    """

    scale: LabScale
    size: float
    cells: tuple[CellSpec, ...]
    system: tuple[WorkloadSpec, ...]
    nodes: tuple[NodeSpec, ...]

    @property
    def workloads(self) -> tuple[WorkloadSpec, ...]:
        """All workloads, cells first."""
        return (*(each for cell in self.cells for each in cell.workloads), *self.system)

    def cell(self, name: str) -> CellSpec:
        """The cell of that name; KeyError when there is none."""
        for each in self.cells:
            if each.name == name:
                return each
        raise KeyError(name)

    def router_weights(self) -> dict[str, int]:
        """The intended integer weights of the cell router; they sum to 100 (largest remainders)."""
        total = sum(cell.units for cell in self.cells)
        exact = {cell.name: 100.0 * cell.units / total for cell in self.cells}
        weights = {name: math.floor(value) for name, value in exact.items()}
        by_remainder = sorted(exact, key=lambda name: (weights[name] - exact[name], name))
        for name in by_remainder[: 100 - sum(weights.values())]:
            weights[name] += 1
        return weights


def estate_blueprint(scale: LabScale) -> EstateBlueprint:
    """Build the estate of a scale: the smallest size at which the quietest hour still has `scale.pods` pods."""
    places = _places(scale.cells)
    low, high = 0.02, max(2.0, scale.pods / 4.0)
    for _ in range(40):
        middle = (low + high) / 2
        if _quiet_pods(places, middle) >= scale.pods:
            high = middle
        else:
            low = middle
    cells = tuple(_cell(place, high) for place in places)
    system = _system_workloads(scale)
    return EstateBlueprint(scale, high, cells, system, _nodes(scale, cells, system))


def _quiet_pods(places: tuple[Place, ...], size: float) -> int:
    cells = sum(each.min_replicas for place in places for each in _cell(place, size).workloads)
    return cells + sum(row[4] for row in SYSTEM)


def _places(count: int) -> tuple[Place, ...]:
    places = list(PLACES[:count])
    for index in range(count - len(PLACES)):
        name, region, zone, offset = FURTHER_PLACES[index % len(FURTHER_PLACES)]
        lap = index // len(FURTHER_PLACES)
        mix = (0.34, 0.44, 0.22)
        label = name if lap == 0 else f"{name}-{lap + 1}"
        places.append(Place(label, "regional", region, zone, offset, 20, mix, 20.0, FULL, STREAM))
    return tuple(places)


def _cell(place: Place, size: float) -> CellSpec:
    base = CellSpec(
        name=place.name,
        kind=place.kind,
        region=place.region,
        zone=place.zone,
        utc_offset_h=place.utc_offset_h,
        units=place.units,
        mix=place.mix,
        users=round(place.units * USERS_PER_UNIT * size),
        newsletters_per_s=place.newsletters_per_s * size,
        langchain_rps=math.ceil(LANGCHAIN_RPS * max(1.0, size / 2)),
        next_edge_rps=math.ceil(NEXT_EDGE_RPS * max(1.0, size / 2)),
        workloads=(),
    )
    services = [_service(base, name, size) for name in place.services]
    stores = [_store(base, name, size) for name in place.stores]
    return replace(base, workloads=(*services, *stores))


def _service(cell: CellSpec, name: str, size: float) -> WorkloadSpec:
    form = SERVICES[name]
    peak = cell.units * PEAK_RPS_PER_UNIT * _PROVISIONED * size * form.fan_in
    per_replica = form.capacity_rps * form.target
    least = most = usual = 1
    if form.scaling == "hpa":
        usual = max(1, math.ceil(0.7 * peak / per_replica))
        least, most = max(2, math.ceil(0.45 * peak / per_replica)), max(4, math.ceil(1.8 * peak / per_replica))
    elif form.scaling == "keda":
        usual = max(1, math.ceil(cell.newsletters_per_s / 30.0))
        least, most = max(1, usual // 2), max(4, math.ceil(1.5 * NEWSLETTER_PEAK * cell.newsletters_per_s / 30.0))
    elif form.fan_in:
        usual = least = most = max(2, math.ceil(peak / per_replica))
    elif size > 4:
        usual = least = most = max(1, round(size / 4))
    return WorkloadSpec(
        namespace=cell.namespace,
        name=name,
        layer=form.layer,
        image=f"registry.lab.example/newsletter/{name}",
        cpu_cores=form.cpu_cores,
        memory_bytes=form.memory_bytes,
        capacity_rps=form.capacity_rps,
        replicas=max(least, usual),
        cell=cell.name,
        region=cell.region,
        kind="Rollout" if name == ROLLED_OUT and cell.name in CANARY_CELLS else "Deployment",
        scaling=form.scaling,
        min_replicas=least,
        max_replicas=most,
        target=form.target if form.scaling in ("hpa", "keda") else 0.0,
        start_s=form.start_s,
    )


def _store(cell: CellSpec, name: str, size: float) -> WorkloadSpec:
    cpu, memory, capacity, replicas = STORES[name]
    return WorkloadSpec(
        namespace=cell.namespace,
        name=name,
        layer="data",
        image=f"registry.lab.example/stores/{name}",
        cpu_cores=cpu,
        memory_bytes=memory,
        capacity_rps=capacity * max(1.0, size),
        replicas=replicas,
        cell=cell.name,
        region=cell.region,
        kind="StatefulSet",
        min_replicas=replicas,
        max_replicas=replicas,
        start_s=15.0,
        is_store=True,
    )


def _system_workloads(scale: LabScale) -> tuple[WorkloadSpec, ...]:
    region = PLACES[0].region
    return tuple(
        WorkloadSpec(
            namespace=namespace,
            name=name,
            layer="control",
            image=f"registry.lab.example/platform/{name}",
            cpu_cores=cpu,
            memory_bytes=memory,
            capacity_rps=1000.0 * scale.cells,
            replicas=replicas,
            region=region,
            min_replicas=replicas,
            max_replicas=replicas,
        )
        for namespace, name, cpu, memory, replicas in (*SYSTEM, *GUARDIANS)
    )


def _nodes(scale: LabScale, cells: tuple[CellSpec, ...], system: tuple[WorkloadSpec, ...]) -> tuple[NodeSpec, ...]:
    """Nodes per region in proportion to the CPU that its workloads may ask for; one size for the whole cluster."""
    need: dict[str, float] = {}
    pods: dict[str, int] = {}
    for each in (*(w for cell in cells for w in cell.workloads), *system):
        need[each.region] = need.get(each.region, 0.0) + each.max_replicas * each.cpu_cores
        pods[each.region] = pods.get(each.region, 0) + each.max_replicas
    regions = sorted(need, key=lambda region: -need[region])[: scale.nodes]
    counts = dict.fromkeys(regions, 1)
    for _ in range(scale.nodes - len(regions)):
        counts[max(regions, key=lambda region: need[region] / counts[region])] += 1
    busiest = max(need[region] / counts[region] for region in regions) * _LEAST_CPU_SLACK
    if len(regions) < len(need):  # fewer nodes than regions: everything shares the nodes there are
        busiest = sum(need.values()) / scale.nodes * _LEAST_CPU_SLACK
    kind, cpu, memory = next((size for size in _NODE_SIZES if size[1] >= busiest), _NODE_SIZES[-1])
    most = max(110, math.ceil(1.5 * sum(pods.values()) / scale.nodes))
    nodes: list[NodeSpec] = []
    for region in regions:
        price = _CPU_HOURLY_USD.get(region, 0.0385)
        for index in range(counts[region]):
            name = f"ip-10-{len(nodes) // 250}-{len(nodes) % 250}-{17 + index}.{region}.compute.internal"
            zone = f"{region}{'abc'[index % 3]}"
            nodes.append(NodeSpec(name, region, zone, kind, cpu, memory, most, price, price / _CPU_TO_GIB_PRICE))
    return tuple(nodes)
