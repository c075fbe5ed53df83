"""AnalysisRuns of canaries: measurements of the simulated error rate against the condition of their template."""

import re
from dataclasses import dataclass, field

from console.lab.objects.common import JsonObject, metadata, owner_reference
from console.lab.objects.lenient import rows
from console.lab.objects.world_clock import WorldClock, stamp
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.world.controllers.canary_plan import duration_of
from console.lab.world.workload_record import WorkloadRecord

RUNS = "analysisruns.argoproj.io"
TEMPLATES = "analysistemplates.argoproj.io"
KEPT_RUNS = 5
_MEASUREMENTS = 10
_USUAL_INTERVAL_S = 30.0
_CONDITION = re.compile(r"result\[0\]\s*<=?\s*([0-9.]{1,12})", re.ASCII)


@dataclass(slots=True)
class _Run:
    """One run as it goes on; `dry` metrics are measured, but nothing follows from them."""

    namespace: str
    name: str
    metric: str
    limit: float
    failures: int
    interval_s: float
    dry: bool
    started_s: float
    next_s: float
    good: int = 0
    bad: int = 0
    phase: str = "Running"
    message: str = ""
    measurements: list[JsonObject] = field(default_factory=list)


class AnalysisRuns:
    """Owns the background analysis of each Rollout: one run for each revision."""

    def __init__(self, store: ObjectStore, clock: WorldClock) -> None:
        self._store = store
        self._clock = clock
        self._runs: dict[str, _Run] = {}

    def follow(
        self, record: WorkloadRecord, content: JsonObject, spec: JsonObject, failed: float, now_s: float
    ) -> JsonObject:
        """Begin or go on; the status that the Rollout shows. `failed` is what is measured."""
        name = f"{record.spec.name}-{record.pod_hash}-{record.revision}"
        run = self._runs.get(record.spec.key)
        if run is None or run.name != name:
            self.end(record.spec.key, now_s)
            run = self._runs[record.spec.key] = self._begin(record, content, spec, name, now_s)
        if run.phase == "Running" and now_s >= run.next_s:
            self._measure(run, failed, now_s)
        return {"name": run.name, "status": run.phase, "message": run.message}

    def end(self, key: str, now_s: float) -> None:
        """End the run of a Rollout that has no canary any more."""
        run = self._runs.get(key)
        if run is not None and run.phase == "Running":
            run.phase = "Successful"
            self._write(run, now_s)

    def _begin(self, record: WorkloadRecord, content: JsonObject, spec: JsonObject, name: str, now_s: float) -> _Run:
        place = record.spec.namespace
        template = str(rows(spec, "templates")[0].get("templateName", ""))
        entry = self._store.find(TEMPLATES, place, template)
        metrics = rows(entry.content() if entry is not None else {}, "spec", "metrics")
        metric = metrics[0] if metrics else {"name": template}
        run = _run_of(metric, spec, place, name, now_s)
        run.next_s = now_s + run.interval_s / self._clock.speed
        if self._store.find(RUNS, place, name) is None:
            meta = metadata(name, place, labels=_labels(record), created_s=now_s)
            uid = content["metadata"]["uid"]
            meta["ownerReferences"] = [owner_reference("argoproj.io/v1alpha1", "Rollout", record.spec.name, uid)]
            body = {"metrics": metrics, "args": [{"name": "canary-hash", "value": record.pod_hash}]}
            head = {"apiVersion": "argoproj.io/v1alpha1", "kind": "AnalysisRun", "metadata": meta}
            self._store.create({**head, "spec": body, "status": {"phase": "Running", "startedAt": stamp(now_s)}})
            self._forget_old(place, record.spec.name)
        return run

    def _forget_old(self, namespace: str, service: str) -> None:
        mine = [one for one in self._store.entries(RUNS, namespace) if one.name.startswith(f"{service}-")]
        for old in sorted(mine, key=lambda one: one.version)[:-KEPT_RUNS]:
            self._store.delete(RUNS, namespace, old.name)

    def _measure(self, run: _Run, failed: float, now_s: float) -> None:
        run.next_s = now_s + run.interval_s / self._clock.speed
        good = failed <= run.limit
        run.good, run.bad = run.good + good, run.bad + (not good)
        phase = "Successful" if good else "Failed"
        one = {"phase": phase, "startedAt": stamp(now_s), "finishedAt": stamp(now_s), "value": f"[{failed:.5f}]"}
        run.measurements = [*run.measurements, one][-_MEASUREMENTS:]
        if run.bad > run.failures and not run.dry:
            run.phase = "Failed"
            run.message = (
                f'Metric "{run.metric}" assessed Failed due to failed ({run.bad}) > failureLimit ({run.failures})'
            )
        self._write(run, now_s)

    def _write(self, run: _Run, now_s: float) -> None:
        if self._store.find(RUNS, run.namespace, run.name) is None:
            return
        counts = {"count": run.good + run.bad, "successful": run.good, "failed": run.bad}
        bad = run.bad > run.failures
        phase = "Failed" if bad else run.phase
        result = {"name": run.metric, "phase": phase, "dryRun": run.dry, "measurements": run.measurements, **counts}
        summary = {"count": 1, "failed" if bad else "successful": int(bad or run.phase == "Successful")}
        status: JsonObject = {
            "phase": run.phase,
            "message": run.message or None,
            "startedAt": stamp(run.started_s),
            "completedAt": stamp(now_s) if run.phase != "Running" else None,
            "metricResults": [result],
            "runSummary": {"count": 0} if run.dry else summary,
            "dryRunSummary": summary if run.dry else None,
        }
        self._store.patch_status(RUNS, run.namespace, run.name, status)


def _run_of(metric: JsonObject, spec: JsonObject, place: str, name: str, now_s: float) -> _Run:
    named = str(metric.get("name", ""))
    found = _CONDITION.search(str(metric.get("successCondition", "")))
    dry = any(one.get("metricName") in (named, ".*") for one in rows(spec, "dryRun"))
    limit, failures = float(found[1]) if found else 1.0, metric.get("failureLimit", 0)
    interval_s = duration_of(metric.get("interval")) or _USUAL_INTERVAL_S
    most = failures if isinstance(failures, int) else 0
    return _Run(place, name, named, limit, most, interval_s, dry, started_s=now_s, next_s=now_s)


def _labels(record: WorkloadRecord) -> dict[str, str]:
    labels = {"rollout-type": "Background", "rollouts-pod-template-hash": record.pod_hash}
    return {"app.kubernetes.io/name": record.spec.name, **labels}
