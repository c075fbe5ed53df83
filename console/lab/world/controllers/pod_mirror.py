"""Writes the simulator's pods into the cluster and notices when somebody deletes one."""

import zlib

from console.lab.objects.common import JsonObject
from console.lab.objects.pod_object import pod_object, pod_status
from console.lab.objects.world_clock import WorldClock
from console.lab.servers.kubernetes.garbage_collector import is_held
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.watch_history import Change
from console.lab.simulator.pod import Pod
from console.lab.simulator.pod_fleet import FleetChange
from console.lab.world.event_writer import EventWriter, about
from console.lab.world.workload_record import WorkloadRecord

MOST_EVENTS_PER_STEP = 40
_EVENTS: dict[str, tuple[tuple[str, str, str, bool], ...]] = {
    "Creating": (("Scheduled", "Successfully assigned {pod} to {node}", "default-scheduler", False),
                 ("Pulling", "Pulling image {image}", "kubelet", False)),
    "Starting": (("Pulled", "Successfully pulled image {image}", "kubelet", False),
                 ("Started", "Started container {container}", "kubelet", False)),
    "Unschedulable": (("FailedScheduling", "no node of the region has room", "default-scheduler", True),),
    "ImagePullBackOff": (("Failed", "Failed to pull image {image}: not found", "kubelet", True),
                         ("BackOff", "Back-off pulling image {image}", "kubelet", True)),
    "Lost": (("NodeNotReady", "Node is not ready", "node-controller", True),),
}  # fmt: skip


class PodMirror:
    """Keeps the `pods` collection equal to the simulator's pods; writes only what changed."""

    def __init__(
        self, store: ObjectStore, clock: WorldClock, records: dict[str, WorkloadRecord], events: EventWriter
    ) -> None:
        self._store = store
        self._clock = clock
        self._records = records
        self._events = events
        self._kind = store.catalog.by_key("pods")
        self._writing = False
        self._deleted: list[tuple[str, str]] = []
        self._workload_of: dict[str, str] = {}

    def is_own(self, namespace: str, name: str) -> bool:
        """Whether a pod is one of the simulator's."""
        return f"{namespace}/{name}" in self._workload_of

    def note(self, change: Change) -> None:
        """Remember a pod that somebody else deleted (a listener of the store)."""
        if change.object.kind is not self._kind or self._writing:
            return
        gone = change.type == "DELETED" or b'"deletionTimestamp"' in change.object.body
        workload = self._workload_of.get(f"{change.object.namespace}/{change.object.name}")
        if gone and workload is not None:
            self._deleted.append((workload, change.object.name))

    def take_deleted(self) -> list[tuple[str, str]]:
        """Workload and name of the pods deleted since the last call; what lingers is removed, but for finalizers."""
        deleted, self._deleted = self._deleted, []
        for workload, name in deleted:
            spec = self._records[workload].spec
            # The next pod of a StatefulSet has the same name, so the last one does not wait for anybody.
            entry = self._store.find("pods", spec.namespace, name)
            if spec.kind != "StatefulSet" and entry is not None and is_held(entry):
                self._workload_of.pop(f"{spec.namespace}/{name}", None)
            else:
                self._delete(spec.namespace, name)
        return deleted

    def write(self, change: FleetChange, now_s: float) -> None:
        """Bring the objects up to date with one step of the fleet."""
        self._writing = True
        try:
            for pod in change.removed:  # before those that take their names
                self._delete(self._records[pod.workload].spec.namespace, pod.name)
            for pod in change.created:
                self._store.insert(self._kind, self.content(pod))
            for pod in change.changed:
                self._update(pod)
        finally:
            self._writing = False
        self._tell(change, now_s)

    def content(self, pod: Pod) -> JsonObject:
        """The object of a pod."""
        record = self._records[pod.workload]
        self._workload_of[f"{record.spec.namespace}/{pod.name}"] = pod.workload
        owner = record.uid if record.spec.kind == "StatefulSet" else record.replica_sets.get(pod.revision, record.uid)
        template = record.templates.get(pod.revision, record.template)
        return pod_object(pod, record.spec, template, owner, self._clock, _pod_ip(pod))

    def _update(self, pod: Pod) -> None:
        record = self._records[pod.workload]
        old = self._store.find("pods", record.spec.namespace, pod.name)
        if old is None:
            return
        before = old.content()
        template = record.templates.get(pod.revision, record.template)
        after = {**before, "status": pod_status(pod, template, self._clock, _pod_ip(pod))}
        if pod.node:
            after["spec"] = {**before["spec"], "nodeName": pod.node}
        self._store.update(old, before, after)

    def _delete(self, namespace: str, name: str) -> None:
        self._workload_of.pop(f"{namespace}/{name}", None)
        if self._store.find("pods", namespace, name) is not None:
            writing, self._writing = self._writing, True
            try:
                self._store.delete("pods", namespace, name)
            finally:
                self._writing = writing

    def _tell(self, change: FleetChange, now_s: float) -> None:
        """Events of pods; a burst is cut short, as 10,000 starts would say nothing more than the first forty."""
        for pod in (*change.created, *change.changed)[:MOST_EVENTS_PER_STEP]:
            record = self._records[pod.workload]
            container = record.template["spec"]["containers"][0]
            subject = about("v1", "Pod", record.spec.namespace, pod.name)
            for reason, text, component, warning in _EVENTS.get(pod.phase, ()):
                message = text.format(
                    pod=f"{record.spec.namespace}/{pod.name}",
                    node=pod.node,
                    image=f'"{container["image"]}"',
                    container=container["name"],
                )
                self._events.write(subject, reason, message, component, now_s, warning=warning)


def _pod_ip(pod: Pod) -> str:
    number = zlib.crc32(pod.name.encode())
    return f"10.{64 + (number >> 16) % 64}.{(number >> 8) % 256}.{1 + number % 254}"
