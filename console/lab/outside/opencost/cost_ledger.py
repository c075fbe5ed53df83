"""What everything in the lab cost over a span of time, in US dollars."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from console.domain.price.resource_cost import GIB, ResourceCost, resource_cost, total_efficiency
from console.lab.outside.opencost.workload_use import WorkloadUse, workload_uses
from console.lab.simulator.node_spec import NodeSpec
from console.lab.simulator.workload_spec import WorkloadSpec
from console.lab.world.world import World

CLUSTER = "lab"


@dataclass(frozen=True, slots=True)
class Share:
    """What one workload cost, and why."""

    use: WorkloadUse
    cpu: ResourceCost
    ram: ResourceCost


Group = tuple[str, ...]
_FIELDS: Mapping[str, Callable[[WorkloadSpec], str]] = {
    "cluster": lambda _spec: CLUSTER,
    "namespace": lambda spec: spec.namespace,
    "controllerKind": lambda spec: spec.kind.lower(),
    "controller": lambda spec: spec.name,
    "service": lambda spec: spec.name,
    "container": lambda spec: spec.name,
    "label:cell": lambda spec: spec.cell or "__unallocated__",
    "label:layer": lambda spec: spec.layer,
}


class CostLedger:
    """Prices are those of the nodes in a workload's region, as the lab's metrics tell them."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def nodes(self) -> tuple[NodeSpec, ...]:
        """The machines that are paid for."""
        return self._world.blueprint.nodes

    def shares(self, begin_s: float, end_s: float) -> list[Share]:
        """What each workload cost between two times."""
        prices = {node.region: (node.cpu_hourly_usd, node.memory_gib_hourly_usd) for node in self.nodes}
        usual = next(iter(prices.values()))
        shares = []
        for use in workload_uses(self._world, begin_s, end_s):
            per_core, per_gib = prices.get(use.spec.region, usual)
            cpu = resource_cost(use.cores_requested, use.cores_used, use.hours, per_core)
            ram = resource_cost(use.bytes_requested / GIB, use.bytes_used / GIB, use.hours, per_gib)
            shares.append(Share(use, cpu, ram))
        return shares

    def grouped(self, shares: list[Share], fields: Group) -> dict[Group, list[Share]]:
        """Put together what has the same names. Raises KeyError for a field that the lab does not know."""
        groups: dict[Group, list[Share]] = {}
        for share in shares:
            groups.setdefault(tuple(_FIELDS[field](share.use.spec) for field in fields), []).append(share)
        return groups


def allocation_json(name: str, place: Mapping[str, str], shares: list[Share], span: Mapping[str, str]) -> Any:
    """One allocation as the service writes it; `span` are start and end, `place` what all shares have in common."""
    hours = shares[0].use.hours
    cpu = ResourceCost(sum(one.cpu.amount_hours for one in shares), sum(one.cpu.cost for one in shares), 0.0)
    ram = ResourceCost(sum(one.ram.amount_hours for one in shares), sum(one.ram.cost for one in shares), 0.0)
    cores, used_cores = _sum(shares, "cores_requested"), _sum(shares, "cores_used")
    stored, used_bytes = _sum(shares, "bytes_requested"), _sum(shares, "bytes_used")
    cpu = ResourceCost(cpu.amount_hours, cpu.cost, resource_cost(cores, used_cores, hours, 1.0).efficiency)
    ram = ResourceCost(ram.amount_hours, ram.cost, resource_cost(stored, used_bytes, hours, 1.0).efficiency)
    zeros = (
        "cpuCostAdjustment gpuCount gpuHours gpuCost gpuCostAdjustment networkTransferBytes networkReceiveBytes"
        " networkCost networkCostAdjustment loadBalancerCost loadBalancerCostAdjustment pvBytes pvByteHours pvCost"
        " pvCostAdjustment ramCostAdjustment sharedCost externalCost"
    )
    return {
        "name": name,
        "properties": {"cluster": CLUSTER, **place},
        "window": dict(span),
        **span,
        "minutes": hours * 60,
        "cpuCores": cpu.amount_hours / hours,
        "cpuCoreRequestAverage": cores,
        "cpuCoreUsageAverage": used_cores,
        "cpuCoreHours": cpu.amount_hours,
        "cpuCost": cpu.cost,
        "cpuEfficiency": cpu.efficiency,
        "ramBytes": ram.amount_hours * GIB / hours,
        "ramByteRequestAverage": stored,
        "ramByteUsageAverage": used_bytes,
        "ramByteHours": ram.amount_hours * GIB,
        "ramCost": ram.cost,
        "ramEfficiency": ram.efficiency,
        "totalCost": cpu.cost + ram.cost,
        "totalEfficiency": total_efficiency(cpu, ram),
        "pvs": None,
        "rawAllocationOnly": None,
        **dict.fromkeys(zeros.split(), 0),
    }


def _sum(shares: list[Share], name: str) -> float:
    return float(sum(getattr(one.use, name) for one in shares))
