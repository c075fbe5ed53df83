"""What a cell should look like, what it declares, and what runs: three descriptions in one form (L1.4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from console.domain.layer import Layer


@dataclass(frozen=True, slots=True)
class ReplicaBounds:
    """Bounds of autoscaling, in replicas; ``None`` where nothing is said or known."""

    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class CellTemplateSpec:
    """Services by name with their layer, names of data stores, replica bounds for all services or by service, quotas.

    ``bounds_by_service`` overrides ``bounds``. Used for the template (Helm values already merged in), for the cell's
    declaration in the estate, where only what it states counts, and as the merged expectation.
    """

    services: Mapping[str, Layer] = field(default_factory=dict)
    data_stores: frozenset[str] = frozenset()
    bounds: ReplicaBounds | None = None
    bounds_by_service: Mapping[str, ReplicaBounds] = field(default_factory=dict)
    quotas: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ObservedCell:
    """What the cluster says. ``None`` means not read (yet), so nothing can be said about it.

    ``workloads`` are names of workloads of the cell, by name with the value of their layer label (may be empty);
    ``bounds`` are autoscaler bounds by the scaled workload's name; ``quotas`` what the cell's quota setting holds, a
    value of ``None`` for an entry that is no number.
    """

    workloads: Mapping[str, str] | None = None
    bounds: Mapping[str, ReplicaBounds] | None = None
    quotas: Mapping[str, float | None] | None = None
