"""How requests, use and prices become money (OpenCost's rule)."""

from dataclasses import dataclass

GIB = float(1 << 30)


@dataclass(frozen=True, slots=True)
class ResourceCost:
    """One resource over some hours: amount-hours (of the larger of request and use), cost, used over requested."""

    amount_hours: float
    cost: float
    efficiency: float


def resource_cost(request: float, usage: float, hours: float, hourly: float) -> ResourceCost:
    """Charge the larger of request and use; without a request all that is used is well used."""
    amount = max(request, usage) * hours
    efficiency = usage / request if request > 0 else float(usage > 0 and amount * hourly > 0)
    return ResourceCost(amount, amount * hourly, efficiency)


def total_efficiency(cpu: ResourceCost, ram: ResourceCost) -> float:
    """Return both efficiencies, weighted by cost."""
    total = cpu.cost + ram.cost
    return (cpu.efficiency * cpu.cost + ram.efficiency * ram.cost) / total if total > 0 else 0.0
