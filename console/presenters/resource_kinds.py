"""The kinds that a cluster serves, in groups that an operator looks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.resource import ResourceKind

_WORKLOADS = ("Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob", "Rollout")
_SCALING = (
    "HorizontalPodAutoscaler",
    "ScaledObject",
    "ScaledJob",
    "VerticalPodAutoscaler",
    "PodDisruptionBudget",
    "ResourceQuota",
    "LimitRange",
)
_NETWORK = (
    "Service",
    "Endpoints",
    "EndpointSlice",
    "Ingress",
    "VirtualService",
    "DestinationRule",
    "HTTPRoute",
    "Gateway",
)
_SETTINGS = ("ConfigMap", "Secret", "ServiceAccount")
_CLUSTER = ("Node", "Namespace", "Event", "PersistentVolumeClaim", "PersistentVolume")


@dataclass(frozen=True, slots=True)
class KindGroup:
    """A titled group of kinds."""

    title: str
    kinds: tuple[ResourceKind, ...]


def kind_groups(kinds: Iterable[ResourceKind]) -> tuple[KindGroup, ...]:
    """Return the groups that have kinds; what is not known by name stands under its API group at the end."""
    left = {(kind.group, kind.kind): kind for kind in kinds}
    groups = []
    for title, names in (
        (t("Workloads"), _WORKLOADS),
        (t("Scaling and quotas"), _SCALING),
        (t("Network"), _NETWORK),
        (t("Settings held in the cluster"), _SETTINGS),
        (t("Cluster"), _CLUSTER),
    ):
        found = [left.pop(key) for name in names for key in sorted(left) if key[1] == name]
        if found:
            groups.append(KindGroup(title, tuple(found)))
    rest = tuple(left[key] for key in sorted(left))
    return (*groups, KindGroup(t("Other kinds"), rest)) if rest else tuple(groups)


def find_kind(kinds: Iterable[ResourceKind], name: str, group: str = "") -> ResourceKind | None:
    """Return the kind of that name (and group, when given); a core kind wins over others of the same name."""
    hits = [kind for kind in kinds if kind.kind == name and group in {"", kind.group}]
    return min(hits, key=lambda kind: (bool(kind.group), kind.group)) if hits else None


def named_kind(kinds: Iterable[ResourceKind], word: str) -> ResourceKind | None:
    """Return the kind that a word names as kubectl takes it: ``Pod``, ``pods``, ``po``, ``deployments.apps``."""
    name, _, group = word.lower().partition(".")
    hits = [
        kind
        for kind in kinds
        if name in {kind.kind.lower(), kind.plural.lower(), *map(str.lower, kind.short_names)}
        and (not group or group == kind.group.lower())
    ]
    return min(hits, key=lambda kind: (bool(kind.group), kind.group)) if hits else None
