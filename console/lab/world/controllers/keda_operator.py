"""What KEDA's operator does: the HPA follows the ScaledObject."""

from console.lab.objects.autoscaler_object import HPA, SCALED_OBJECT, hpa_object
from console.lab.objects.common import JsonObject
from console.lab.objects.lenient import rows, section
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.watch_history import Change
from console.lab.simulator.series.autoscale_series import autoscaler_name
from console.lab.simulator.workload_spec import WorkloadSpec


class KedaOperator:
    """Copies bounds and threshold of changed ScaledObjects into their HPAs; deletes and remakes these."""

    def __init__(self, store: ObjectStore, specs: tuple[WorkloadSpec, ...]) -> None:
        self._store = store
        self._specs = {(spec.namespace, spec.name): spec for spec in specs if spec.scaling == "keda"}
        self._dirty: set[tuple[str, str]] = set()

    def note(self, change: Change) -> None:
        """Remember a changed ScaledObject (a listener of the store)."""
        if change.object.kind.key == SCALED_OBJECT:
            self._dirty.add((change.object.namespace, change.object.name))

    def step(self, now_s: float) -> None:
        """Bring the HPAs up to date."""
        dirty, self._dirty = self._dirty, set()
        for namespace, name in sorted(dirty):
            spec = self._specs.get((namespace, name))
            if spec is not None:
                entry = self._store.find(SCALED_OBJECT, namespace, name)
                self._follow(spec, entry.content() if entry else None, now_s)

    def _follow(self, spec: WorkloadSpec, content: JsonObject | None, now_s: float) -> None:
        hpa = self._store.find(HPA, spec.namespace, autoscaler_name(spec))
        if content is None:
            if hpa is not None:
                self._store.delete(HPA, spec.namespace, autoscaler_name(spec))
            return
        wanted = hpa_object(spec, now_s)
        body = section(content, "spec")
        wanted["spec"]["minReplicas"] = _positive(body.get("minReplicaCount"), 1)
        wanted["spec"]["maxReplicas"] = _positive(body.get("maxReplicaCount"), 100)
        threshold = _threshold(body)
        if threshold.isdecimal() and int(threshold) > 0:
            wanted["spec"]["metrics"][0]["external"]["target"]["averageValue"] = threshold
        if hpa is None:
            self._store.create(wanted)
        else:
            self._store.patch(HPA, spec.namespace, autoscaler_name(spec), {"spec": wanted["spec"]})


def _positive(value: object, usual: int) -> int:
    """A whole number above zero, or the usual one for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else usual


def _threshold(body: JsonObject) -> str:
    """The lag threshold of the first trigger, KEDA's default of 10 where there is none."""
    triggers = rows(body, "triggers")
    return str(section(triggers[0], "metadata").get("lagThreshold", "10")) if triggers else "10"
