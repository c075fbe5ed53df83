"""What one cell of the simulated estate is."""

from dataclasses import dataclass
from typing import Literal

from console.lab.simulator.workload_spec import WorkloadSpec

SEGMENTS: tuple[str, ...] = ("b2b", "b2c", "enterprise")


@dataclass(frozen=True, slots=True)
class CellSpec:
    """A cell: where it is, how large its share of the demand is, which workloads it runs.

    `units` is its share of the users in arbitrary units, `newsletters_per_s` its mean sending rate,
    `mix` the share of each segment of its users (sums to 1).
    """

    name: str
    kind: Literal["regional", "functional"]
    region: str
    zone: str
    utc_offset_h: float
    units: float
    mix: tuple[float, float, float]
    users: float
    newsletters_per_s: float
    langchain_rps: float
    next_edge_rps: float
    workloads: tuple[WorkloadSpec, ...]

    @property
    def namespace(self) -> str:
        """Kubernetes namespace of the cell."""
        return f"cell-{self.name}"

    def workload(self, name: str) -> WorkloadSpec | None:
        """The workload of that name, or None where the cell does not run it."""
        return next((each for each in self.workloads if each.name == name), None)
