"""One simulated pod at one moment."""

from dataclasses import dataclass
from typing import Literal

PodPhase = Literal["Unschedulable", "Creating", "ImagePullBackOff", "Starting", "Ready", "Lost"]
"""Pending without a node, pulling, pull failed, running but not ready, ready, on a node that is gone."""


@dataclass(frozen=True, slots=True)
class Pod:
    """A pod; a change of its phase makes a new one.

    Times are in the simulator's seconds. The workload's totals at its start are kept so that the pod's own
    counters begin at zero; `bias` makes pods of one workload differ a little.
    """

    workload: str
    name: str
    node: str
    phase: PodPhase
    revision: str
    created_s: float
    running_s: float | None = None
    ready_s: float | None = None
    cpu_before_s: float = 0.0
    joules_before: float = 0.0
    bias: float = 1.0
