"""Series about conditions of objects, as kube-state-metrics and KEDA publish them: what alerts on controllers need."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from console.lab.objects.common import JsonObject
from console.lab.objects.lenient import rows, section
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.simulator.estate_state import EstateState
from console.lab.simulator.exposition import label_text
from console.lab.simulator.series.autoscale_series import SCALER, autoscaler_name
from console.lab.simulator.workload_spec import WorkloadSpec

_JOBS, _CRON_JOBS = "jobs.batch", "cronjobs.batch"
_KEDA_POLL_S = 30.0
_HPA = "kube_horizontalpodautoscaler_status_condition"
_KEDA = "keda_scaler_detail_errors_total"
_OWNER, _START = "kube_job_owner", "kube_job_status_start_time"
_FAILED, _SUCCEEDED = "kube_job_status_failed", "kube_job_status_succeeded"
_SUSPEND = "kube_cronjob_spec_suspend"
_HEADS = {
    _HPA: ("gauge", "The condition of this autoscaler."),
    _KEDA: ("counter", "Errors of a scaler while it asked for its metric."),
    _OWNER: ("gauge", "Information about the owner of a Job."),
    _START: ("gauge", "Unix time at which the Job was started."),
    _FAILED: ("gauge", "The number of pods of the Job that failed."),
    _SUSPEND: ("gauge", "Whether the CronJob starts no more jobs."),
    _SUCCEEDED: ("gauge", "The number of pods of the Job that succeeded."),
}
_Line = tuple[str, dict[str, str], float]


class ConditionSeries:
    """Counts the failures of scalers over time; everything else is read from the objects when it is asked for."""

    def __init__(self, store: ObjectStore, specs: tuple[WorkloadSpec, ...]) -> None:
        self._store = store
        self._specs = {spec.key: spec for spec in specs if spec.scaling in ("hpa", "keda")}
        self._errors = {key: 0.0 for key, spec in self._specs.items() if spec.scaling == "keda"}

    def note(self, failures: Mapping[str, str], elapsed_s: float) -> None:
        """Count what failed during some seconds: KEDA asks every 30 s."""
        for key in self._errors:
            if failures.get(key):
                self._errors[key] += elapsed_s / _KEDA_POLL_S

    def text(self, state: EstateState) -> str:
        """Return the series in the Prometheus text format."""
        lines: dict[str, list[str]] = {name: [] for name in _HEADS}
        for name, labels, value in (*self._autoscalers(state), *self._scalers(), *self._jobs(), *self._schedules()):
            lines[name].append(f"{name}{label_text(tuple(labels.items()))} {value:.12g}\n")
        return "".join(
            f"# HELP {name} {text}\n# TYPE {name} {kind}\n" + "".join(lines[name])
            for name, (kind, text) in _HEADS.items()
            if lines[name]
        )

    def _autoscalers(self, state: EstateState) -> Iterator[_Line]:
        for key, found in state.autoscalers.items():
            spec = self._specs[key]
            labels = {**_place(spec), "horizontalpodautoscaler": autoscaler_name(spec)}
            for one in found.conditions:
                for status in (True, False):
                    told = {**labels, "condition": one.type, "status": str(status).lower()}
                    yield _HPA, told, float(one.status is status)

    def _scalers(self) -> Iterator[_Line]:
        for key, count in self._errors.items():
            spec = self._specs[key]
            yield _KEDA, {**_place(spec), "scaledObject": spec.name, "scaler": SCALER}, float(int(count))

    def _schedules(self) -> Iterator[_Line]:
        for entry in self._store.entries(_CRON_JOBS):
            labels = {"namespace": entry.namespace, "cronjob": entry.name}
            yield _SUSPEND, labels, float(bool(section(entry.content(), "spec").get("suspend")))

    def _jobs(self) -> Iterator[_Line]:
        for job in self._store.list(_JOBS):
            meta, status = section(job, "metadata"), section(job, "status")
            labels = {"namespace": str(meta.get("namespace", "")), "job_name": str(meta.get("name", ""))}
            started = _unix_s(status.get("startTime"))
            if started is None:
                continue
            yield _START, labels, started
            yield _FAILED, labels, _count(status, "failed")
            yield _SUCCEEDED, labels, _count(status, "succeeded")
            for owner in rows(meta, "ownerReferences"):
                told = {"owner_kind": str(owner.get("kind", "")), "owner_name": str(owner.get("name", ""))}
                yield _OWNER, {**labels, **told}, 1.0


def _place(spec: WorkloadSpec) -> dict[str, str]:
    cell = {"cell": spec.cell} if spec.cell else {}
    return {**cell, "namespace": spec.namespace, "service": spec.name}


def _count(status: JsonObject, name: str) -> float:
    value = status.get(name, 0)
    return float(value) if isinstance(value, int) else 0.0


def _unix_s(text: object) -> float | None:
    try:
        return datetime.fromisoformat(str(text)).timestamp()
    except ValueError:
        return None
