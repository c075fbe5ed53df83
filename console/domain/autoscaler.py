"""Rows of what scales workloads (L2.1): HPA, KEDA, VPA and the cluster autoscaler."""

from dataclasses import dataclass

from console.domain.resource import Condition, ResourceRef


@dataclass(frozen=True, slots=True)
class ScalingMetric:
    """One metric or trigger: ``current`` and ``target`` as the API writes them (``None``: not known).

    ``activation`` is what a trigger must exceed before it acts at all (``None``: not stated, which means 0);
    ``group`` is the consumer group whose queue it reads, empty where it names none.
    """

    name: str
    current: str | None
    target: str | None
    source: str = ""
    activation: str | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class SizeBound:
    """What a VPA may set of a resource of a container, as the API writes it; empty where nothing is stated.

    ``held_from`` is what it would recommend without these bounds, where that is something else.
    """

    part: str
    least: str
    most: str
    held_from: str = ""


@dataclass(frozen=True, slots=True)
class Autoscaler:
    """An HPA, ScaledObject, ScaledJob or VPA; replica numbers are ``None`` where unknown or not of the kind.

    ``held_at`` are the replicas at which KEDA is paused; ``paused`` without it holds what there is. ``never_adds``: its
    behavior forbids more replicas, though not fewer. ``mode`` is the update mode of a VPA, ``sizes`` its bounds.
    """

    ref: ResourceRef
    target_kind: str
    target_name: str
    minimum: int | None
    maximum: int | None
    current: int | None
    desired: int | None
    metrics: tuple[ScalingMetric, ...]
    conditions: tuple[Condition, ...]
    last_scale_at_s: float | None
    paused: bool = False
    owner: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    recommendations: tuple[tuple[str, str], ...] = ()
    held_at: int | None = None
    never_adds: bool = False
    mode: str = ""
    sizes: tuple[SizeBound, ...] = ()


@dataclass(frozen=True, slots=True)
class ClusterAutoscaler:
    """What the cluster autoscaler last published about itself and its node groups."""

    ref: ResourceRef
    health: str
    scale_up: str
    scale_down: str
    text: str
    observed_at_s: float | None
