"""Kubernetes Events: written by the controllers, counted up when repeated, gone after an hour."""

from collections import OrderedDict

from console.lab.objects.common import JsonObject
from console.lab.objects.world_clock import stamp
from console.lab.servers.kubernetes.object_store import ObjectStore

KEPT_S = 3600.0
MOST_EVENTS = 1_000


class EventWriter:
    """Owns the events of the lab; at most `MOST_EVENTS` of the last hour are kept."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self._known: OrderedDict[tuple[str, ...], tuple[str, str, float]] = OrderedDict()

    def write(
        self, about: JsonObject, reason: str, message: str, component: str, at_s: float, *, warning: bool = False
    ) -> None:
        """Record that something happened to an object: `about` has kind, apiVersion, namespace, name and uid."""
        namespace = about.get("namespace") or "default"
        key = (about["kind"], namespace, about["name"], reason, message)
        known = self._known.get(key)
        if known is not None and self._store.find("events", known[0], known[1]) is not None:
            count = self._store.get("events", known[0], known[1]).get("count", 1) + 1
            self._store.patch("events", known[0], known[1], {"count": count, "lastTimestamp": stamp(at_s)})
            self._known[key] = (known[0], known[1], at_s)
            self._known.move_to_end(key)
            return
        name = f"{about['name']}.{int(at_s * 1e6):x}{len(self._known) % 4096:03x}"
        self._store.insert(self._store.catalog.by_key("events"), {
            "apiVersion": "v1",
            "kind": "Event",
            "metadata": {"name": name, "namespace": namespace, "creationTimestamp": stamp(at_s)},
            "involvedObject": {key: value for key, value in about.items() if value},
            "reason": reason,
            "message": message,
            "type": "Warning" if warning else "Normal",
            "count": 1,
            "firstTimestamp": stamp(at_s),
            "lastTimestamp": stamp(at_s),
            "eventTime": None,
            "source": {"component": component},
            "reportingComponent": component,
            "reportingInstance": "",
        })  # fmt: skip
        self._known[key] = (namespace, name, at_s)

    def expire(self, now_s: float) -> None:
        """Remove what is older than an hour, and the oldest beyond the limit."""
        while self._known:
            key, (namespace, name, at_s) = next(iter(self._known.items()))
            if at_s > now_s - KEPT_S and len(self._known) <= MOST_EVENTS:
                return
            del self._known[key]
            if self._store.find("events", namespace, name) is not None:
                self._store.delete("events", namespace, name)


def about(api_version: str, kind: str, namespace: str | None, name: str, uid: str = "") -> JsonObject:
    """Reference to the object that an event is about."""
    return {"apiVersion": api_version, "kind": kind, "namespace": namespace, "name": name, "uid": uid}
