"""What one node of the simulated cluster is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NodeSpec:
    """A node with its capacity and price (USD per hour; CPU per core, memory per GiB)."""

    name: str
    region: str
    zone: str
    instance_type: str
    cpu_cores: float
    memory_gib: float
    max_pods: int
    cpu_hourly_usd: float
    memory_gib_hourly_usd: float

    @property
    def total_hourly_usd(self) -> float:
        """Price of the whole node."""
        return self.cpu_cores * self.cpu_hourly_usd + self.memory_gib * self.memory_gib_hourly_usd
