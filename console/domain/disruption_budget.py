"""Row of a PodDisruptionBudget: how many pods of a workload may go at a time."""

from dataclasses import dataclass

from console.domain.resource import Condition, ResourceRef


@dataclass(frozen=True, slots=True)
class DisruptionBudget:
    """``minimum`` and ``maximum_away`` as the object states them (``2``, ``25%``; empty: not set); counts are pods.

    ``expressions`` are what else is asked of the pods, as a label selector writes it (``tier in (a,b)``). Counts are
    ``None`` until the controller has counted. ``everyone``: its selector is empty, which means all pods there are.
    """

    ref: ResourceRef
    selector: tuple[tuple[str, str], ...]
    minimum: str
    maximum_away: str
    healthy: int | None
    wanted: int | None
    allowed: int | None
    expected: int | None
    conditions: tuple[Condition, ...] = ()
    expressions: tuple[str, ...] = ()
    everyone: bool = False
