"""What was read of a canary and its baseline, kept so that the verdict is there without a network too."""

from dataclasses import dataclass

from console.domain.judge.compared_metric import ComparedMetric
from console.domain.resource import ResourceRef


@dataclass(frozen=True, slots=True)
class CanaryCounts:
    """``ref`` is the metric server with namespace and name of the rollout, ``revision`` the canary's hash.

    Times are unix seconds; ``step_s`` is the length of a slice, ``queries`` the PromQL by the metric's name.
    """

    ref: ResourceRef
    revision: str
    begins_s: float
    at_s: float
    step_s: float
    metrics: tuple[ComparedMetric, ...]
    queries: tuple[tuple[str, str], ...] = ()
