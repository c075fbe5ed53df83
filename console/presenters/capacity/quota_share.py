"""What replicas take of a namespace's ResourceQuota: CPU and memory (requested, and at most), and places for pods."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from console.presenters.format import significant

if TYPE_CHECKING:
    from console.domain.workload import Workload

CPU = frozenset({"requests.cpu", "cpu"})
_ASKED_MEMORY = frozenset({"requests.memory", "memory"})
_MEMORY = _ASKED_MEMORY | {"limits.memory"}
_PODS = frozenset({"pods", "count/pods"})
_MIB, _GIB = 2**20, 2**30


def share_of(workload: Workload, resource: str) -> float:
    """Return what one replica takes of a resource of a quota, in its base unit; 0: nothing, or it is not known."""
    if resource in CPU:
        return workload.cpu_request
    if resource in _ASKED_MEMORY:
        return workload.memory_request
    if resource.startswith("limits."):
        return {"limits.cpu": workload.cpu_limit, "limits.memory": workload.memory_limit}.get(resource, 0.0)
    return 1.0 if resource in _PODS else 0.0


def whole_bound(resource: str, amount: float, hard: str) -> tuple[float, str]:
    """Return the least bound that holds an amount, and how it is written: whole cores, pods, or units of ``hard``."""
    if resource not in _MEMORY:
        return float(ceil(amount)), str(ceil(amount))
    size, unit = (_GIB, "Gi") if hard.endswith("Gi") else (_MIB, "Mi")
    return float(ceil(amount / size) * size), f"{ceil(amount / size)}{unit}"


def share_text(resource: str, amount: float) -> str:
    """Return what replicas take, to be read."""
    return f"{ceil(amount / _MIB)}Mi" if resource in _MEMORY else significant(amount)
