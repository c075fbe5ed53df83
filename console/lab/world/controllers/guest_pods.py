"""Scheduler and kubelet of the pods that somebody brought into the lab: they start and run, and serve nobody."""

import zlib
from collections.abc import Callable

from console.lab.objects.common import JsonObject
from console.lab.objects.guest_object import started, starting, unscheduled
from console.lab.objects.lenient import rows, section
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.stored_object import StoredObject
from console.lab.servers.kubernetes.watch_history import Change
from console.lab.world.event_writer import EventWriter, about

_STARTS_AFTER_S = 4.0
_REPELLING = frozenset(("NoSchedule", "NoExecute"))


class GuestPods:
    """``is_own`` tells the estate's pods (namespace, name), which the simulator looks after."""

    def __init__(
        self, store: ObjectStore, is_own: Callable[[str, str], bool], events: EventWriter, speed: float
    ) -> None:
        self._store, self._is_own, self._events, self._speed = store, is_own, events, speed
        self._waiting: dict[tuple[str, str], float | None] = {}

    def note(self, change: Change) -> None:
        """Remember a pod that has just come (a listener of the store)."""
        entry = change.object
        is_new = entry.kind.key == "pods" and change.type == "ADDED" and b'"phase":"Pending"' in entry.body
        if is_new and not self._is_own(entry.namespace, entry.name):
            self._waiting[entry.namespace, entry.name] = None

    def step(self, now_s: float) -> None:
        """Give pods to nodes, and let those start that were given to one a while ago (real time)."""
        for key, since_s in list(self._waiting.items()):
            entry = self._store.find("pods", *key)
            if entry is None or b'"deletionTimestamp"' in entry.body:
                del self._waiting[key]
            elif since_s is None:
                self._schedule(entry, now_s)
            elif (now_s - since_s) * self._speed >= _STARTS_AFTER_S or now_s < since_s:
                self._start(entry, now_s)

    def _schedule(self, entry: StoredObject, now_s: float) -> None:
        pod = entry.content()
        nodes = [one.content() for one in self._store.entries("nodes")]
        fitting = [one for one in nodes if _takes(one, section(pod, "spec"))]
        name = str(section(pod, "spec").get("nodeName") or "")
        if not name and not fitting:
            self._store.patch_status("pods", entry.namespace, entry.name, unscheduled(len(nodes), now_s))
            self._tell(entry, "FailedScheduling", "no node fits", "default-scheduler", now_s, warning=True)
            return
        place = zlib.crc32(entry.uid.encode())
        name = name or fitting[place % len(fitting)]["metadata"]["name"]
        merge = {"spec": {"nodeName": name}, "status": starting(pod, now_s)}
        self._store.patch("pods", entry.namespace, entry.name, merge)
        text = f"Successfully assigned {entry.namespace}/{entry.name} to {name}"
        self._tell(entry, "Scheduled", text, "default-scheduler", now_s)
        self._waiting[entry.namespace, entry.name] = now_s

    def _start(self, entry: StoredObject, now_s: float) -> None:
        pod = entry.content()
        del self._waiting[entry.namespace, entry.name]
        self._store.patch_status("pods", entry.namespace, entry.name, started(pod, now_s))
        for container in rows(pod, "spec", "containers"):
            self._tell(entry, "Pulled", f'Successfully pulled image "{container.get("image", "")}"', "kubelet", now_s)
            self._tell(entry, "Started", f"Started container {container.get('name', '')}", "kubelet", now_s)

    def _tell(
        self, pod: StoredObject, reason: str, message: str, component: str, now_s: float, *, warning: bool = False
    ) -> None:
        subject = about("v1", "Pod", pod.namespace, pod.name, pod.uid)
        self._events.write(subject, reason, message, component, now_s, warning=warning)


def _takes(node: JsonObject, pod: JsonObject) -> bool:
    """Whether a node is ready, open for pods, not repelling, and has the labels that a pod (its spec) asks for."""
    if section(node, "spec").get("unschedulable"):
        return False
    ready = {one.get("type"): one.get("status") for one in rows(node, "status", "conditions")}.get("Ready")
    labels, wanted = section(node, "metadata", "labels"), section(pod, "nodeSelector")
    tolerated = {one.get("key") for one in rows(pod, "tolerations")}
    taints = [one for one in rows(node, "spec", "taints") if one.get("effect") in _REPELLING]
    repels = None not in tolerated and any(one.get("key") not in tolerated for one in taints)
    return ready == "True" and not repels and all(labels.get(key) == value for key, value in wanted.items())
