"""What the controllers of a real cluster clean up: dependents of deleted owners, ending namespaces and pods."""

import asyncio
from collections import deque
from collections.abc import Callable

from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.stored_object import StoredObject
from console.lab.servers.kubernetes.watch_history import Change

_OWNERS = frozenset(
    (
        "deployments.apps", "replicasets.apps", "statefulsets.apps", "daemonsets.apps", "jobs.batch", "cronjobs.batch",
        "rollouts.argoproj.io", "scaledobjects.keda.sh", "scaledjobs.keda.sh",
    )
)  # fmt: skip
_FOREGROUND = "foregroundDeletion"
_ORPHAN = "orphan"
_POD_END_S = 1.0


class GarbageCollector:
    """Listens to a store and cleans up after deletions, a moment later, in the same loop."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self._queue: deque[StoredObject] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: Callable[[], None] | None = None

    def start(self) -> None:
        """Begin listening; must be called inside the store's loop."""
        self._loop = asyncio.get_running_loop()
        self._end = self._store.listen(self._note)

    def stop(self) -> None:
        """Stop listening and forget what waits."""
        if self._end is not None:
            self._end()
        self._end = None
        self._queue.clear()

    def _note(self, change: Change) -> None:
        entry = change.object
        leaving = change.type == "MODIFIED" and b'"deletionTimestamp"' in entry.body
        if not leaving and not (change.type == "DELETED" and entry.kind.key in _OWNERS):
            return
        if self._loop is None:
            return
        if leaving and entry.kind.key == "pods":
            self._loop.call_later(_POD_END_S, self._end_pod, entry)
            return
        if not self._queue:
            self._loop.call_soon(self._work)
        self._queue.append(entry)

    def _work(self) -> None:
        waiting = list(self._queue)
        self._queue.clear()
        for entry in waiting:
            now = self._store.find(entry.kind.key, entry.namespace, entry.name)
            if now is None or now.uid != entry.uid:
                self._delete_dependents(entry)
            elif entry.kind.key == "namespaces":
                self._empty_namespace(now)
            else:
                self._finish(now)

    def _finish(self, entry: StoredObject) -> None:
        content = entry.content()
        finalizers = list(content["metadata"].get("finalizers") or ())
        if _FOREGROUND in finalizers:
            self._delete_dependents(entry)
        if _ORPHAN in finalizers:
            self._release_dependents(entry)
        if not is_held(entry):
            self._store.delete(entry.kind.key, entry.namespace, entry.name)

    def _delete_dependents(self, owner: StoredObject) -> None:
        for entry in self._store.dependents(owner.uid):
            if self._store.find(entry.kind.key, entry.namespace, entry.name) is entry:
                self._store.delete(entry.kind.key, entry.namespace, entry.name)

    def _release_dependents(self, owner: StoredObject) -> None:
        for entry in self._store.dependents(owner.uid):
            before, after = entry.content(), entry.content()
            owners = [one for one in after["metadata"]["ownerReferences"] if one["uid"] != owner.uid]
            after["metadata"]["ownerReferences"] = owners
            self._store.update(entry, before, after)

    def _empty_namespace(self, namespace: StoredObject) -> None:
        for kind in self._store.catalog:
            if not kind.namespaced or "delete" not in kind.verbs:
                continue
            for entry in self._store.entries(kind.key, namespace.name):
                self._store.delete(kind.key, entry.namespace, entry.name)
        self._store.delete("namespaces", None, namespace.name)

    def _end_pod(self, pod: StoredObject) -> None:
        now = self._store.find("pods", pod.namespace, pod.name)
        if now is not None and now.uid == pod.uid and not is_held(now):
            self._store.delete("pods", now.namespace, now.name)


def is_held(entry: StoredObject) -> bool:
    """Return whether an object waits for finalizers that others have to take away; the server sees to its own."""
    return not set(entry.content()["metadata"].get("finalizers") or ()) <= {_FOREGROUND, _ORPHAN}
