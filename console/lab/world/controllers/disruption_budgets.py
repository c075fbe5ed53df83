"""What the disruption controller does: budgets that somebody makes or changes count the pods that they select."""

from collections.abc import Container
from contextlib import suppress

from console.lab.objects.common import JsonObject
from console.lab.objects.lenient import rows, section
from console.lab.objects.workload_object import disruption_status
from console.lab.servers.kubernetes.label_selector import match_selector_object
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.watch_history import Change

BUDGETS = "poddisruptionbudgets.policy"
_ENDED = frozenset(("Succeeded", "Failed"))


class DisruptionBudgets:
    """Counts for the budgets of others at every change of their pods; `own` ("namespace/name") are counted elsewhere.

    A budget of the estate is counted here when its spec is changed.
    """

    def __init__(self, store: ObjectStore, own: Container[str]) -> None:
        self._store = store
        self._own = own
        self._of_others: dict[str, set[str]] = {}
        self._dirty: set[tuple[str, str]] = set()

    def note(self, change: Change) -> None:
        """Remember what is to be counted anew (a listener of the store)."""
        entry = change.object
        if entry.kind.key == "pods":
            self._dirty |= {(entry.namespace, name) for name in self._of_others.get(entry.namespace, ())}
        elif entry.kind.key == BUDGETS and change.type != "DELETED":
            status, metadata = section(entry.content(), "status"), section(entry.content(), "metadata")
            if entry.key not in self._own:
                self._of_others.setdefault(entry.namespace, set()).add(entry.name)
            if status.get("observedGeneration") != metadata.get("generation"):
                self._dirty.add((entry.namespace, entry.name))

    def step(self) -> None:
        """Count."""
        dirty, self._dirty = self._dirty, set()
        for namespace, name in sorted(dirty):
            entry = self._store.find(BUDGETS, namespace, name)
            if entry is None:
                self._of_others.get(namespace, set()).discard(name)
                continue
            with suppress(KeyError, TypeError, AttributeError):  # its selector is written by anybody
                self._count(namespace, entry.content())

    def _count(self, namespace: str, budget: JsonObject) -> None:
        selector = section(budget, "spec").get("selector")
        selects = match_selector_object(selector)
        found = [
            pod.content()
            for pod in self._store.entries("pods", namespace)
            if selector is not None and selects(pod.labels)
        ]
        live = [pod for pod in found if section(pod, "status").get("phase") not in _ENDED]
        ready = sum(_serves(pod) for pod in live)
        status = disruption_status(budget, len(live), ready)
        self._store.patch_status(BUDGETS, namespace, budget["metadata"]["name"], status)


def _serves(pod: JsonObject) -> bool:
    """Whether a pod is ready, and is not on its way out."""
    conditions = {one.get("type"): one.get("status") for one in rows(pod, "status", "conditions")}
    return conditions.get("Ready") == "True" and not section(pod, "metadata").get("deletionTimestamp")
