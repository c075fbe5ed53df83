"""What one workload costs in a day by what was allocated, requested and used, and by the prices of its nodes."""

from dataclasses import dataclass
from typing import NamedTuple

from console.domain.cost_course import CostSpan
from console.domain.price.resource_cost import GIB, ResourceCost, resource_cost, total_efficiency


class ResourceHours(NamedTuple):
    """Amount-hours of one resource; ``None`` where nobody tells it. ``price`` is for one of it and an hour."""

    allocated: float | None
    requested: float | None
    used: float | None
    price: float | None


@dataclass(frozen=True, slots=True)
class WorkloadHours:
    """A workload from ``from_s`` until ``to_s``: cores and GiB."""

    from_s: float
    to_s: float
    cores: ResourceHours
    gib: ResourceHours

    def cost(self) -> CostSpan | None:
        """Return what it costs; ``None`` where a price, or everything that could be priced, is not known."""
        hours = (self.to_s - self.from_s) / 3600
        cpu, memory = _cost(self.cores, hours), _cost(self.gib, hours)
        if cpu is None or memory is None or hours <= 0:
            return None
        told = self.cores.used is not None and self.gib.used is not None
        used = total_efficiency(cpu, memory) if told else None
        total = cpu.cost + memory.cost
        amounts = (cpu.amount_hours, memory.amount_hours)
        return CostSpan(self.from_s, self.to_s, cpu.cost, memory.cost, 0.0, total, used, *amounts)


def _cost(one: ResourceHours, hours: float) -> ResourceCost | None:
    if one.price is None or hours <= 0 or (one.allocated is None and one.requested is None and one.used is None):
        return None
    plain = resource_cost((one.requested or 0.0) / hours, (one.used or 0.0) / hours, hours, one.price)
    if one.allocated is None:
        return plain
    return ResourceCost(one.allocated, one.allocated * one.price, plain.efficiency)


def gib_hours(byte_hours: float | None) -> float | None:
    """Return GiB-hours of byte-hours."""
    return None if byte_hours is None else byte_hours / GIB
