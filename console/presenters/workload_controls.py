"""What can be steered of a workload, read from its JSON."""

from __future__ import annotations

from typing import NamedTuple

from console.presenters.resource_yaml import readable

_SCALED = frozenset({("apps", "Deployment"), ("apps", "StatefulSet"), ("argoproj.io", "Rollout")})
_RESTARTED = _SCALED | {("apps", "DaemonSet")}


class WorkloadControls(NamedTuple):
    """``replicas`` is the number that is wanted now; ``None``: not known, or not scaled by a number."""

    can_scale: bool = False
    can_restart: bool = False
    replicas: int | None = None


def is_steered(group: str, kind: str) -> bool:
    """Return whether something can be done with the objects of a kind."""
    return (group, kind) in _RESTARTED


def workload_controls(raw: bytes) -> WorkloadControls:
    """Return what can be done with the object; nothing for kinds that are no workloads."""
    found = readable(raw)
    group = str(found.get("apiVersion", "")).partition("/")[0]
    kind = (group, str(found.get("kind", "")))
    spec = found.get("spec")
    replicas = spec.get("replicas") if isinstance(spec, dict) else None
    known = replicas if isinstance(replicas, int) and not isinstance(replicas, bool) else None
    return WorkloadControls(kind in _SCALED, kind in _RESTARTED, known if kind in _SCALED else None)
