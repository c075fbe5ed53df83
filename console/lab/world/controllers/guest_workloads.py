"""Controllers of the Deployments, ReplicaSets and StatefulSets that somebody brought into the lab."""

from collections.abc import Mapping
from contextlib import suppress

from console.lab.objects.common import JsonObject, condition
from console.lab.objects.guest_object import (
    HASH_LABEL,
    guest_pod,
    guest_replica_set,
    is_ready,
    surge_of,
    wanted_pods,
)
from console.lab.objects.lenient import rows, section
from console.lab.objects.workload_object import RESOURCES, REVISION_ANNOTATION
from console.lab.objects.world_clock import seconds_of
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.stored_object import StoredObject
from console.lab.servers.kubernetes.watch_history import Change
from console.lab.world.event_writer import EventWriter, about
from console.lab.world.workload_record import WorkloadRecord, digest, is_template

DEPLOYMENTS, REPLICA_SETS, STATEFUL_SETS = "deployments.apps", "replicasets.apps", "statefulsets.apps"
_KINDS = frozenset((DEPLOYMENTS, REPLICA_SETS, STATEFUL_SETS))
_REVISION_LABEL = "controller-revision-hash"


class GuestWorkloads:
    """``own`` are the estate's workloads by "namespace/name", which the simulator drives."""

    def __init__(self, store: ObjectStore, own: Mapping[str, WorkloadRecord], events: EventWriter) -> None:
        self._store, self._own, self._events = store, own, events
        self._guests: dict[str, set[tuple[str, str]]] = {}
        self._dirty: set[str] = set()
        self._made = 0

    def note(self, change: Change) -> None:
        """Remember whose guests are to be looked at (a listener of the store)."""
        entry = change.object
        if entry.kind.key in _KINDS and change.type != "DELETED" and not self._is_own(entry):
            self._guests.setdefault(entry.namespace, set()).add((entry.kind.key, entry.name))
            self._dirty.add(entry.namespace)
        elif entry.namespace in self._guests and (entry.kind.key == "pods" or entry.kind.key in _KINDS):
            self._dirty.add(entry.namespace)

    def _is_own(self, entry: StoredObject) -> bool:
        if entry.kind.key == REPLICA_SETS:
            return bool(entry.owners)
        record = self._own.get(entry.key)
        return record is not None and RESOURCES[record.spec.kind] == entry.kind.key

    def step(self, now_s: float) -> None:
        """Bring the guests of the namespaces where something has changed nearer to what they are to be."""
        dirty, self._dirty = self._dirty, set()
        for namespace in sorted(dirty):
            for resource, name in sorted(self._guests[namespace]):
                entry = self._store.find(resource, namespace, name)
                if entry is None:
                    self._guests[namespace].discard((resource, name))
                elif b'"deletionTimestamp"' not in entry.body:
                    with suppress(KeyError, TypeError, AttributeError, ValueError):  # written by anybody
                        self._tend(entry, now_s)

    def _tend(self, entry: StoredObject, now_s: float) -> None:
        content = entry.content()
        if not is_template(section(content, "spec", "template")):
            return
        if entry.kind.key == DEPLOYMENTS:
            self._deployment(content, now_s)
        elif entry.kind.key == STATEFUL_SETS:
            self._stateful_set(content, now_s)
        else:
            self._fill(content, wanted_pods(content["spec"]), now_s)

    # --- Deployments ----------------------------------------------------------------------------------------------

    def _deployment(self, content: JsonObject, now_s: float) -> None:
        meta, spec = content["metadata"], content["spec"]
        known = [one for one in self._store.entries(REPLICA_SETS, meta["namespace"]) if one.owners == (meta["uid"],)]
        newest = f"{meta['name']}-{digest(spec['template'])[:9]}"
        sets = {one.name: one.content() for one in known}
        last = max(map(_revision, sets.values()), default=0)
        wanted, is_paused = wanted_pods(spec), spec.get("paused") is True
        if not is_paused and (newest not in sets or _revision(sets[newest]) < last):
            sets[newest] = self._newest_set(content, newest, sets.get(newest), last + 1, now_s)
        pods = {name: self._pods(one) for name, one in sets.items()}
        sizes = _held(sets, wanted) if is_paused else _sizes(spec, wanted, newest, pods)
        for name, one in sets.items():
            self._scale(content, one, sizes[name], now_s)
            self._fill(one, sizes[name], now_s)
        self._tell_status(content, newest, {name: self._pods(one) for name, one in sets.items()}, wanted, now_s)

    def _newest_set(
        self, content: JsonObject, name: str, known: JsonObject | None, revision: int, now_s: float
    ) -> JsonObject:
        """The set of the template as it is now under the next revision: a new one, or one that it had before."""
        where, notes = content["metadata"], {"metadata": {"annotations": {REVISION_ANNOTATION: str(revision)}}}
        self._store.patch(DEPLOYMENTS, where["namespace"], where["name"], notes)
        if known is not None:
            return self._store.patch(REPLICA_SETS, where["namespace"], name, notes)
        return self._store.create(guest_replica_set(content, name.rpartition("-")[2], revision, now_s))

    def _scale(self, deployment: JsonObject, one: JsonObject, size: int, now_s: float) -> None:
        before = int(one["spec"].get("replicas") or 0)
        if size == before:
            return
        where = one["metadata"]
        self._store.patch(REPLICA_SETS, where["namespace"], where["name"], {"spec": {"replicas": size}})
        way = "up" if size > before else "down"
        text = f"Scaled {way} replica set {where['name']} from {before} to {size}"
        owner = deployment["metadata"]
        subject = about("apps/v1", "Deployment", owner["namespace"], owner["name"], owner["uid"])
        self._events.write(subject, "ScalingReplicaSet", text, "deployment-controller", now_s)

    def _tell_status(
        self, content: JsonObject, newest: str, pods: Mapping[str, list[JsonObject]], wanted: int, now_s: float
    ) -> None:
        every = [one for group in pods.values() for one in group]
        ready, updated = sum(map(is_ready, every)), len(pods.get(newest, ()))  # while paused none may be of it
        done = updated == wanted == len(every) == ready
        enough = ready >= wanted - wanted // 4
        why = "MinimumReplicasAvailable" if enough else "MinimumReplicasUnavailable"
        has = "has" if enough else "does not have"
        step = (
            ("NewReplicaSetAvailable", "has successfully progressed")
            if done
            else ("ReplicaSetUpdated", "is progressing")
        )
        conditions = [
            condition("Available", enough, why, f"Deployment {has} minimum availability.", now_s),
            condition("Progressing", True, step[0], f'ReplicaSet "{newest}" {step[1]}.', now_s),
        ]
        self._patch(
            DEPLOYMENTS,
            content,
            {
                **_counts(content, len(every), ready),
                "updatedReplicas": updated,
                "unavailableReplicas": max(0, wanted - ready) or None,
                "conditions": _kept(conditions, rows(content, "status", "conditions")),
            },
        )

    # --- StatefulSets ---------------------------------------------------------------------------------------------

    def _stateful_set(self, content: JsonObject, now_s: float) -> None:
        meta, spec = content["metadata"], content["spec"]
        pod_hash, wanted = digest(spec["template"])[:9], wanted_pods(spec)
        pods = {str(one["metadata"]["name"]): one for one in self._pods(content)}
        names = [f"{meta['name']}-{place}" for place in range(wanted)]
        for name in sorted(pods.keys() - set(names)):
            self._store.delete("pods", meta["namespace"], name)
        missing = next((one for one in names if one not in pods), None)
        if missing is not None and all(is_ready(pods[one]) for one in names[: names.index(missing)]):
            labels = {_REVISION_LABEL: f"{meta['name']}-{pod_hash}", "statefulset.kubernetes.io/pod-name": missing}
            if self._store.find("pods", meta["namespace"], missing) is None:  # the last of that name may be ending
                self._store.create(guest_pod(content, missing, labels, now_s))
        old = [one for one in names if one in pods and _label(pods[one]) != f"{meta['name']}-{pod_hash}"]
        rolls = section(spec, "updateStrategy").get("type", "RollingUpdate") != "OnDelete"
        if missing is None and old and rolls and all(is_ready(one) for one in pods.values()):
            self._store.delete("pods", meta["namespace"], old[-1])
        self._tell_stateful(content, pod_hash)

    def _tell_stateful(self, content: JsonObject, pod_hash: str) -> None:
        pods, revision = self._pods(content), f"{content['metadata']['name']}-{pod_hash}"
        updated = sum(_label(one) == revision for one in pods)
        more = {"updatedReplicas": updated, "currentReplicas": updated, "updateRevision": revision}
        counts = _counts(content, len(pods), sum(map(is_ready, pods)))
        self._patch(STATEFUL_SETS, content, {**counts, **more, "currentRevision": revision})

    # --- pods -----------------------------------------------------------------------------------------------------

    def _pods(self, owner: JsonObject) -> list[JsonObject]:
        """The pods of an owner that are not on their way out, by name."""
        where = owner["metadata"]
        mine = [one for one in self._store.entries("pods", where["namespace"]) if one.owners == (where["uid"],)]
        return [one.content() for one in mine if b'"deletionTimestamp"' not in one.body]

    def _fill(self, owner: JsonObject, size: int, now_s: float) -> None:
        """Give a ReplicaSet so many pods; the first to go are those that are not ready, then the youngest."""
        where, pods = owner["metadata"], self._pods(owner)
        hashed = section(owner, "metadata", "labels").get(HASH_LABEL)
        for _ in range(size - len(pods)):
            self._made += 1
            name = f"{where['name']}-{digest({'of': where['uid'], 'number': self._made})[:5]}"
            self._store.create(guest_pod(owner, name, {HASH_LABEL: hashed} if hashed else {}, now_s))
        going = sorted(pods, key=lambda one: (is_ready(one), _age(one, now_s)))
        for one in going[: max(0, len(pods) - size)]:
            self._store.delete("pods", where["namespace"], one["metadata"]["name"])
        left = self._pods(owner)
        ready = sum(map(is_ready, left))
        self._patch(REPLICA_SETS, owner, {**_counts(owner, len(left), ready), "fullyLabeledReplicas": len(left)})

    def _patch(self, resource: str, content: JsonObject, status: JsonObject) -> None:
        where = content["metadata"]
        self._store.patch_status(resource, where["namespace"], where["name"], status)


def _sizes(spec: JsonObject, wanted: int, newest: str, pods: Mapping[str, list[JsonObject]]) -> dict[str, int]:
    """How many pods each ReplicaSet is to have now: the newest takes over as its pods become ready."""
    old = {name: len(group) for name, group in pods.items() if name != newest}
    if section(spec, "strategy").get("type") == "Recreate":
        return {**dict.fromkeys(old, 0), newest: 0 if sum(old.values()) else wanted}
    keep = max(0, wanted - sum(map(is_ready, pods[newest])))
    sizes = {}
    for name, count in old.items():
        sizes[name] = min(count, keep)
        keep -= sizes[name]
    room = wanted + surge_of(spec, wanted) - sum(old.values())
    return {
        **sizes,
        newest: wanted if not sum(old.values()) else max(min(wanted, room), min(wanted, len(pods[newest]))),
    }


def _held(sets: Mapping[str, JsonObject], wanted: int) -> dict[str, int]:
    """How many pods each ReplicaSet keeps while its Deployment is paused: the one that is alone is scaled."""
    sizes = {name: int(one["spec"].get("replicas") or 0) for name, one in sets.items()}
    filled = [name for name, size in sizes.items() if size] or sorted(sizes, key=lambda name: _revision(sets[name]))[
        -1:
    ]
    return {**sizes, filled[0]: wanted} if len(filled) == 1 else sizes


def _counts(content: JsonObject, count: int, ready: int) -> JsonObject:
    observed = section(content, "metadata").get("generation", 1)
    return {"observedGeneration": observed, "replicas": count, "readyReplicas": ready, "availableReplicas": ready}


def _kept(conditions: list[JsonObject], before: list[JsonObject]) -> list[JsonObject]:
    """Conditions with the time of those before that say the same."""
    since = {(one.get("type"), one.get("status")): one.get("lastTransitionTime") for one in before}
    return [
        {**one, "lastTransitionTime": since.get((one["type"], one["status"]), one["lastTransitionTime"])}
        for one in conditions
    ]


def _revision(replica_set: JsonObject) -> int:
    told = str(section(replica_set, "metadata", "annotations").get(REVISION_ANNOTATION, "0"))
    return int(told) if told.isdecimal() else 0


def _label(pod: JsonObject) -> str:
    return str(section(pod, "metadata", "labels").get(_REVISION_LABEL, ""))


def _age(pod: JsonObject, now_s: float) -> float:
    created_s = seconds_of(section(pod, "metadata").get("creationTimestamp"))
    return now_s - created_s if created_s is not None else 0.0
