"""The pods of a cell, troubled ones first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.health import Health
from console.presenters.cell_workloads import pods_of
from console.presenters.format import coarse

if TYPE_CHECKING:
    from console.domain.resource import ResourceRef
    from console.domain.workload import Pod
    from console.estate.schema.cell import Cell
    from console.store.state import State

FINE = frozenset({"Running", "Completed", "Succeeded"})
_PASSING = frozenset({"Pending", "ContainerCreating", "Terminating", "PodInitializing", "NotReady", "SchedulingGated"})
_INITIALIZING = re.compile(r"Init:\d+/\d+")


@dataclass(frozen=True, slots=True)
class PodRow:
    """One pod with the status word that kubectl shows."""

    ref: ResourceRef
    name: str
    status: str
    ready: str
    restarts: int
    node: str
    owner: str
    age: str
    created_at_s: float
    health: Health


def pod_rows(state: State, cell: Cell, now_s: float) -> tuple[PodRow, ...]:
    """Return the rows, worst first."""
    rows = [_row(pod, now_s) for pod in pods_of(state, cell)]
    return tuple(sorted(rows, key=lambda row: -row.health))


def pod_health(pod: Pod) -> Health:
    """Judge a pod by its status word and its ready containers."""
    if pod.status in FINE:
        return Health.OK if pod.status != "Running" or pod.ready >= pod.containers else Health.WARNING
    return Health.WARNING if is_passing(pod.status) else Health.CRITICAL


def is_passing(status: str) -> bool:
    """Return whether a status word is one that a pod comes through in time; ``Init:1/2`` counts init containers."""
    return status in _PASSING or _INITIALIZING.fullmatch(status) is not None


def _row(pod: Pod, now_s: float) -> PodRow:
    return PodRow(
        ref=pod.ref,
        name=pod.ref.name,
        status=pod.status,
        ready=f"{pod.ready}/{pod.containers}",
        restarts=pod.restarts,
        node=pod.node,
        owner=pod.owner,
        age=coarse(max(0.0, now_s - pod.created_at_s)),
        created_at_s=pod.created_at_s,
        health=pod_health(pod),
    )
