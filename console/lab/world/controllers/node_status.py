"""Node conditions and the cluster autoscaler's published status."""

from console.lab.objects.cluster_object import node_conditions
from console.lab.objects.config_object import autoscaler_status
from console.lab.objects.lenient import section
from console.lab.objects.world_clock import is_due
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.watch_history import Change
from console.lab.simulator.estate_blueprint import EstateBlueprint
from console.lab.world.event_writer import EventWriter, about

PERIOD_S = 60.0


class NodeStatus:
    """Marks the nodes of dark regions as not ready, publishes the cluster autoscaler's view once a minute.

    The pods of a node that somebody deletes are deleted too, as the pod garbage collector does.
    """

    def __init__(self, store: ObjectStore, blueprint: EstateBlueprint, events: EventWriter) -> None:
        self._store = store
        self._blueprint = blueprint
        self._events = events
        self._dark: frozenset[str] = frozenset()
        self._gone: set[str] = set()
        self._next_s = 0.0

    def note(self, change: Change) -> None:
        """Remember a node that was deleted (a listener of the store)."""
        if change.type == "DELETED" and change.object.kind.key == "nodes":
            self._gone.add(change.object.name)

    def _clean_up(self) -> None:
        gone, self._gone = {name for name in self._gone if self._store.find("nodes", None, name) is None}, set()
        for pod in self._store.entries("pods") if gone else ():
            if section(pod.content(), "spec").get("nodeName") in gone:
                self._store.delete("pods", pod.namespace, pod.name)

    def step(self, dark: frozenset[str], now_s: float) -> None:
        """Follow the regions that are dark at a (real) time, and the nodes that are gone."""
        self._clean_up()
        changed = dark != self._dark
        for node in self._blueprint.nodes if changed else ():
            lost = node.region in dark
            if lost != (node.region in self._dark) and self._store.find("nodes", None, node.name) is not None:
                self._store.patch_status("nodes", None, node.name, {"conditions": node_conditions(not lost, now_s)})
                reason = "NodeNotReady" if lost else "NodeReady"
                message = f"Node {node.name} status is now: {reason}"
                subject = about("v1", "Node", None, node.name)
                self._events.write(subject, reason, message, "node-controller", now_s, warning=lost)
        self._dark = dark
        if changed or is_due(self._next_s, now_s, PERIOD_S):
            self._next_s = now_s + PERIOD_S
            self._publish(now_s)

    def _publish(self, now_s: float) -> None:
        ready = {node.name: node.region not in self._dark for node in self._blueprint.nodes}
        content = autoscaler_status(self._blueprint, ready, now_s)
        name, namespace = content["metadata"]["name"], content["metadata"]["namespace"]
        if self._store.find("configmaps", namespace, name) is None:
            self._store.create(content)
        else:
            self._store.patch("configmaps", namespace, name, content)
