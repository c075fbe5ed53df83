"""All pods of the estate: created, scheduled, started, replaced and removed as the controllers would."""

import heapq
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from console.lab.simulator.controls import CanaryControl, Controls, WorkloadControl
from console.lab.simulator.estate_blueprint import EstateBlueprint
from console.lab.simulator.noise import name_fragment, stream_key, uniform
from console.lab.simulator.pod import Pod
from console.lab.simulator.pod_placement import PodPlacement
from console.lab.simulator.workload_spec import WorkloadSpec

CREATE_S = 2.0
"""Seconds from the order to a started container with a present image."""
_SURGE = 0.25


@dataclass(frozen=True, slots=True)
class FleetChange:
    """What one step did to the pods; `changed` holds the new state."""

    created: tuple[Pod, ...] = ()
    changed: tuple[Pod, ...] = ()
    removed: tuple[Pod, ...] = ()


class PodFleet:
    """Owns the pods; costs time only for workloads in transition, so 10,000 idle pods are free."""

    def __init__(self, seed: int, blueprint: EstateBlueprint) -> None:
        self._seed = seed
        self._specs: dict[str, WorkloadSpec] = {each.key: each for each in blueprint.workloads}
        self._placement = PodPlacement(blueprint.nodes)
        self._pods: dict[str, dict[str, Pod]] = {key: {} for key in self._specs}
        self._ready: dict[str, int] = dict.fromkeys(self._specs, 0)
        self._serial: dict[str, int] = dict.fromkeys(self._specs, 0)
        self._due: list[tuple[float, str, str]] = []
        self._homeless: set[tuple[str, str]] = set()
        self._tried = 0
        self._dark: frozenset[str] = frozenset()
        self._totals: Mapping[str, tuple[float, float]] = {}
        self._created: dict[str, Pod] = {}
        self._changed: dict[str, Pod] = {}
        self._removed: dict[str, Pod] = {}

    def fill(self, now_s: float, controls: Controls) -> None:
        """Put every wanted pod in place as if it had been running for hours or days."""
        for key, control in controls.workloads.items():
            for _ in range(control.replicas):
                pod = self._create(self._specs[key], control.revision, now_s)
                age_s = 5400.0 + 5 * 86400.0 * uniform(stream_key(self._seed, f"age/{key}"), self._serial[key])
                born = now_s - age_s
                if pod.node:
                    pod = replace(pod, phase="Ready", created_s=born, running_s=born + CREATE_S, ready_s=born + 8)
                self._put(pod)
        self._due.clear()
        self._take_changes()

    def pods(self, key: str) -> tuple[Pod, ...]:
        """The pods of a workload, oldest first."""
        return tuple(self._pods[key].values())

    def ready(self, key: str) -> int:
        """How many pods of a workload are ready."""
        return self._ready[key]

    def count(self, key: str) -> int:
        """How many pods a workload has, whatever their phase."""
        return len(self._pods[key])

    def remove(self, key: str, name: str) -> None:
        """Take a pod away because somebody deleted it; its workload will replace it."""
        if name in self._pods.get(key, {}):
            self._remove(self._pods[key][name])
            self._removed.pop(f"{key}/{name}", None)

    def step(self, now_s: float, controls: Controls, totals: Mapping[str, tuple[float, float]]) -> FleetChange:
        """Bring the pods closer to what is wanted; `totals` are CPU seconds and joules per pod of each workload."""
        self._totals = totals
        self._placement.close(controls.cordoned_nodes, controls.faults.dark_regions)
        self._lose_regions(now_s, controls.faults.dark_regions)
        for key, control in controls.workloads.items():
            pods = self._pods[key]
            # Fast path: right number, all of the wanted revision (the oldest pod tells, replacement goes by age).
            canary = control.canary
            if canary is not None:
                self._canary(self._specs[key], canary, now_s)
            wanted = control.replicas + (canary.replicas if canary is not None else 0)
            if len(pods) != wanted or any(True for _ in self._old(key, control)):
                self._reconcile(self._specs[key], control, now_s)
        if self._homeless and self._placement.freed != self._tried:
            self._tried = self._placement.freed
            for key, name in sorted(self._homeless):
                self._settle(self._pods[key][name], now_s)
        self._advance(now_s, controls)
        return self._take_changes()

    def _old(self, key: str, control: WorkloadControl) -> Iterable[Pod]:
        pods = self._pods[key]
        first = next(iter(pods.values()), None)
        last = next(reversed(pods.values()), None)
        if first is None or last is None or first.revision == last.revision == control.revision:
            return ()
        current = _revisions(control)
        return (pod for pod in pods.values() if pod.revision not in current)

    def _canary(self, spec: WorkloadSpec, canary: CanaryControl, now_s: float) -> None:
        """Bring the pods of the second revision to their number; they come beside those of the first."""
        mine = [pod for pod in self._pods[spec.key].values() if pod.revision == canary.revision]
        for _ in range(canary.replicas - len(mine)):
            self._put(self._create(spec, canary.revision, now_s), created=True)
        for pod in self._victims(spec, mine, max(0, len(mine) - canary.replicas)):
            self._remove(pod)

    def _reconcile(self, spec: WorkloadSpec, control: WorkloadControl, now_s: float) -> None:
        """Rolling update with 25 % surge and no pod less than wanted; plain scaling when nothing is old."""
        old = list(self._old(spec.key, control))
        beside = control.canary.revision if control.canary is not None else ""
        pods = [pod for pod in self._pods[spec.key].values() if pod.revision != beside]
        ready = sum(pod.phase == "Ready" for pod in pods)
        wanted, count = control.replicas, len(pods)
        surge = math.ceil(wanted * _SURGE) if old and spec.kind != "StatefulSet" else 0
        for _ in range(min(wanted - (count - len(old)), wanted + surge - count)):
            self._put(self._create(spec, control.revision, now_s), created=True)
            count += 1
        for pod in sorted(old, key=lambda each: each.phase == "Ready"):
            if spec.kind == "StatefulSet":  # one ordinal at a time, and only while all others serve
                if ready >= wanted or pod.phase != "Ready":
                    self._remove(pod)
                break
            if pod.phase != "Ready" or ready > wanted:
                ready -= pod.phase == "Ready"
                self._remove(pod)
        if count > wanted and not old:
            for pod in self._victims(spec, [pod for pod in pods if pod.revision == control.revision], count - wanted):
                self._remove(pod)

    def _victims(self, spec: WorkloadSpec, pods: list[Pod], count: int) -> list[Pod]:
        """Who goes first: pods that do not serve, then the newest (highest ordinal of a StatefulSet)."""
        if spec.kind == "StatefulSet":
            return sorted(pods, key=lambda pod: -int(pod.name.rsplit("-", 1)[1]))[:count]
        return sorted(pods, key=lambda pod: (pod.phase == "Ready", -pod.created_s))[:count]

    def _create(self, spec: WorkloadSpec, revision: str, now_s: float) -> Pod:
        self._serial[spec.key] += 1
        cpu_s, joules = self._totals.get(spec.key, (0.0, 0.0))
        name = self._name(spec, revision)
        bias = 0.92 + 0.16 * uniform(stream_key(self._seed, f"bias/{name}"), 0)
        pod = Pod(spec.key, name, "", "Unschedulable", revision, now_s, None, None, cpu_s, joules, bias)
        return self._settled(pod, spec, now_s)

    def _name(self, spec: WorkloadSpec, revision: str) -> str:
        if spec.kind != "StatefulSet":
            suffix = name_fragment(self._seed, f"pod/{spec.key}", self._serial[spec.key], 5)
            return f"{spec.name}-{revision}-{suffix}"
        taken = self._pods[spec.key]
        return next(f"{spec.name}-{index}" for index in range(len(taken) + 1) if f"{spec.name}-{index}" not in taken)

    def _settled(self, pod: Pod, spec: WorkloadSpec, now_s: float) -> Pod:
        node = self._placement.place(spec)
        if node is None:
            return pod
        heapq.heappush(self._due, (now_s + CREATE_S, spec.key, pod.name))
        return replace(pod, node=node, phase="Creating")

    def _settle(self, pod: Pod, now_s: float) -> None:
        settled = self._settled(pod, self._specs[pod.workload], now_s)
        if settled is not pod:
            self._put(settled)

    def _advance(self, now_s: float, controls: Controls) -> None:
        """Start what is due. A start may lie in the past of a long step, so the next stage counts from there."""
        while self._due and self._due[0][0] <= now_s:
            due_s, key, name = heapq.heappop(self._due)
            pod = self._pods[key].get(name)
            if pod is None or pod.phase == "Lost":
                continue
            if pod.phase in ("Creating", "ImagePullBackOff"):
                if not controls.workloads[key].works(pod.revision):
                    self._put(replace(pod, phase="ImagePullBackOff"))
                    heapq.heappush(self._due, (now_s + 10.0, key, name))
                    continue
                self._put(replace(pod, phase="Starting", running_s=due_s))
                heapq.heappush(self._due, (due_s + self._specs[key].start_s, key, name))
            elif pod.phase == "Starting":
                self._put(replace(pod, phase="Ready", ready_s=due_s))

    def _lose_regions(self, now_s: float, dark: frozenset[str]) -> None:
        if dark == self._dark:
            return
        for key, spec in self._specs.items():
            if spec.region in dark and spec.region not in self._dark:
                for pod in self.pods(key):
                    if pod.node:
                        self._put(replace(pod, phase="Lost"))
            elif spec.region in self._dark and spec.region not in dark:
                for pod in self.pods(key):
                    if pod.phase == "Lost":
                        self._put(replace(pod, phase="Starting", running_s=now_s))
                        heapq.heappush(self._due, (now_s + spec.start_s, key, pod.name))
        self._dark = dark

    def _put(self, pod: Pod, *, created: bool = False) -> None:
        before = self._pods[pod.workload].get(pod.name)
        self._pods[pod.workload][pod.name] = pod
        self._ready[pod.workload] += (pod.phase == "Ready") - (before is not None and before.phase == "Ready")
        if pod.phase == "Unschedulable":
            self._homeless.add((pod.workload, pod.name))
        else:
            self._homeless.discard((pod.workload, pod.name))
        identity = f"{pod.workload}/{pod.name}"
        if created or identity in self._created:
            self._created[identity] = pod
        else:
            self._changed[identity] = pod

    def _remove(self, pod: Pod) -> None:
        del self._pods[pod.workload][pod.name]
        self._ready[pod.workload] -= pod.phase == "Ready"
        self._homeless.discard((pod.workload, pod.name))
        self._placement.release(pod.node, self._specs[pod.workload])
        identity = f"{pod.workload}/{pod.name}"
        self._changed.pop(identity, None)
        if self._created.pop(identity, None) is None:
            self._removed[identity] = pod

    def _take_changes(self) -> FleetChange:
        change = FleetChange(
            tuple(self._created.values()), tuple(self._changed.values()), tuple(self._removed.values())
        )
        self._created, self._changed, self._removed = {}, {}, {}
        return change


def _revisions(control: WorkloadControl) -> tuple[str, ...]:
    return (control.revision,) if control.canary is None else (control.revision, control.canary.revision)
