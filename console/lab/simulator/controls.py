"""What operators and controllers set: the simulator's inputs, read anew at every step."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from console.lab.simulator.edge_control import EdgeControl
from console.lab.simulator.estate_blueprint import EstateBlueprint
from console.lab.simulator.model_catalogue import DEFAULT_MODEL_WEIGHTS
from console.lab.simulator.noise import name_fragment


@dataclass(frozen=True, slots=True)
class CanaryControl:
    """A newer revision beside the one that most users get: its pods and its share of the requests (0 to 1).

    `failed` is the share of its requests that fail because of it.
    """

    revision: str
    replicas: int
    share: float = 0.0
    failed: float = 0.0
    image_works: bool = True


@dataclass(frozen=True, slots=True)
class WorkloadControl:
    """Desired replicas and the revision (pod template hash) of a workload; a broken image never starts.

    `failed` is the share of requests that fail because of this revision; `canary` has pods beyond `replicas`.
    """

    replicas: int
    revision: str
    image_works: bool = True
    failed: float = 0.0
    canary: CanaryControl | None = None

    def works(self, revision: str) -> bool:
        """Whether pods of a revision can start."""
        if self.canary is not None and revision == self.canary.revision:
            return self.canary.image_works
        return self.image_works or revision != self.revision


@dataclass(frozen=True, slots=True)
class AutoscalerControl:
    """Bounds and target of one autoscaler, and whether it can read its metric.

    `cannot_read` is the reason (a machine word such as FailedGetResourceMetric) why it has no metric, or "".
    `held_at` are the replicas at which KEDA is paused, `paused` without it keeps the present ones; `may_grow` and
    `may_shrink` are false when the select policy of that direction is Disabled.
    """

    min_replicas: int
    max_replicas: int
    target: float
    cannot_read: str = ""
    paused: bool = False
    held_at: int | None = None
    stabilise_down_s: float = 300.0
    may_grow: bool = True
    may_shrink: bool = True


@dataclass(frozen=True, slots=True)
class CellControl:
    """Quotas (requests per second) and model weights of one cell; `consumer_speed` 1 is the usual batch size.

    With `has_hot_partition` most messages of its topic go into one partition. `model_calls` is how many of the usual
    calls of models are made: fewer with the CTA alone, or with answers that are kept for longer.
    """

    langchain_rps: float
    next_edge_rps: float
    model_weights: Mapping[str, float]
    consumer_speed: float = 1.0
    has_hot_partition: bool = False
    model_calls: float = 1.0


@dataclass(frozen=True, slots=True)
class DirtyGrid:
    """A grid that emits `added` gCO2e/kWh more than usual since a time (real unix seconds)."""

    since_s: float
    added: float


@dataclass(frozen=True, slots=True)
class Faults:
    """What is broken in the world itself and no object of the cluster says so.

    `apiserver_steady_at_s` is when (real unix seconds) the API server stops flapping, None when it does not flap.
    `silent_pods` run and are ready, but do nothing any more. `expired_tokens` are servers that take only the new
    token, `renewed_tokens` those of them that have been shown it. `is_api_crowded`: others use up the edge
    provider's budget of requests. `newsletter_floor`: cells with a campaign, and the share of what all their workers
    can deliver that becomes due at least.
    """

    dark_regions: frozenset[str] = frozenset()
    newsletter_floor: Mapping[str, float] = field(default_factory=dict)
    demand_factor: float = 1.0
    cache_hit_factor: float = 1.0
    apiserver_steady_at_s: float | None = None
    dirty_grids: Mapping[str, DirtyGrid] = field(default_factory=dict)
    silent_pods: frozenset[str] = frozenset()
    expired_tokens: frozenset[str] = frozenset()
    renewed_tokens: frozenset[str] = frozenset()
    is_api_crowded: bool = False


@dataclass(frozen=True, slots=True)
class Controls:
    """All inputs of one step. Keys of workloads and autoscalers are `namespace/name`, of cells their names."""

    router_weights: Mapping[str, int]
    cells: Mapping[str, CellControl]
    workloads: Mapping[str, WorkloadControl]
    autoscalers: Mapping[str, AutoscalerControl]
    cordoned_nodes: frozenset[str] = frozenset()
    faults: Faults = field(default_factory=Faults)
    edge: EdgeControl = field(default_factory=EdgeControl)

    def router_share(self, cell: str) -> float:
        """Share of the traffic that a cell gets; weights need not sum to 100.

        The load balancer at the edge and the cell router behind it both choose: a cell's share is proportional to its
        router weight times the weight of its pool. A cell without a pool has the pool weight 1, so that an edge that
        nobody has touched leaves everything to the router.
        """
        total = sum(self._weight(one) for one in self.router_weights)
        return self._weight(cell) / total if total else 0.0

    def _weight(self, cell: str) -> float:
        return max(0, self.router_weights.get(cell, 0)) * self.edge.pool_weights.get(cell, 1.0)

    def with_replicas(self, replicas: Mapping[str, int]) -> "Controls":
        """The same controls after something (an autoscaler, an operator) scaled workloads."""
        workloads = dict(self.workloads)
        for key, count in replicas.items():
            workloads[key] = replace(workloads[key], replicas=count)
        return replace(self, workloads=workloads)


def first_revision(seed: int, workload: str) -> str:
    """Pod template hash of a workload as built."""
    return name_fragment(seed, f"revision/{workload}", 0, 9)


def default_controls(blueprint: EstateBlueprint, seed: int) -> Controls:
    """The controls of the estate as built, before anybody touched it."""
    return Controls(
        router_weights=blueprint.router_weights(),
        cells={
            cell.name: CellControl(cell.langchain_rps, cell.next_edge_rps, DEFAULT_MODEL_WEIGHTS)
            for cell in blueprint.cells
        },
        workloads={
            each.key: WorkloadControl(each.replicas, first_revision(seed, each.key)) for each in blueprint.workloads
        },
        autoscalers={
            each.key: AutoscalerControl(each.min_replicas, each.max_replicas, each.target)
            for each in blueprint.workloads
            if each.scaling in ("hpa", "keda")
        },
    )
