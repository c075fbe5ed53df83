"""What things cost, as a cost service tells it: shares of workloads, the machines themselves, and cloud services."""

from dataclasses import dataclass

from console.domain.resource import ResourceRef


@dataclass(frozen=True, slots=True)
class Allocation:
    """What one workload (or what else was asked for) cost from ``from_s`` until ``to_s`` (unix seconds).

    Amounts are in ``currency`` (ISO 4217). ``network`` includes load balancers, ``shared`` also external costs;
    ``efficiency`` is used over requested (cost-weighted, 1 = all), ``None`` where it is not told. ``cell`` is empty
    for what belongs to no cell of the estate. ``is_idle`` marks what nobody asked for, and must not be added to cells.
    ``core_hours`` and ``gib_hours`` are what ``cpu`` and ``ram`` were charged for.
    """

    ref: ResourceRef
    cell: str
    namespace: str
    workload: str
    cpu: float
    ram: float
    gpu: float
    pv: float
    network: float
    shared: float
    total: float
    currency: str
    from_s: float
    to_s: float
    efficiency: float | None
    is_idle: bool = False
    core_hours: float = 0.0
    gib_hours: float = 0.0


@dataclass(frozen=True, slots=True)
class AssetCost:
    """What one machine, disk or load balancer cost from ``from_s`` until ``to_s`` (unix seconds), whoever used it."""

    ref: ResourceRef
    type: str
    cpu: float
    ram: float
    total: float
    currency: str
    from_s: float
    to_s: float


@dataclass(frozen=True, slots=True)
class CloudCost:
    """What a service of a cloud provider cost (net) from ``from_s`` until ``to_s`` (unix seconds)."""

    ref: ResourceRef
    provider: str
    service: str
    total: float
    kubernetes_share: float
    currency: str
    from_s: float
    to_s: float
