"""All objects of the lab cluster as they stand before the first step."""

from collections.abc import Iterator

from console.lab.objects.autoscaler_object import (
    hpa_object,
    kafka_secret,
    scaled_object,
    trigger_authentication,
    vpa_object,
)
from console.lab.objects.batch_object import (
    Schedule,
    completed,
    cron_job,
    job_object,
    job_pod,
    job_pod_status,
    source_of,
)
from console.lab.objects.chaos_object import chaos_objects
from console.lab.objects.cluster_object import (
    namespace_object,
    node_object,
    resource_quota,
    store_volume_claims,
)
from console.lab.objects.common import JsonObject
from console.lab.objects.config_object import cell_config_maps
from console.lab.objects.policy_object import gatekeeper_objects
from console.lab.objects.rollout_object import rollout_objects
from console.lab.objects.traffic_object import cell_router, resilience_objects
from console.lab.objects.workload_object import (
    disruption_budget_object,
    pod_template,
    replica_set_object,
    service_object,
    workload_object,
)
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.preparing import select_own_pods
from console.lab.simulator.cell_spec import CellSpec
from console.lab.simulator.controls import Controls
from console.lab.simulator.estate_blueprint import EstateBlueprint
from console.lab.simulator.noise import stream_key, uniform
from console.lab.simulator.workload_spec import WorkloadSpec
from console.lab.world.job_log import JobRun
from console.lab.world.workload_record import WorkloadRecord, digest

DAY_S = 86_400.0
CLUSTER_AGE_S = 210 * DAY_S
SYSTEM_NAMESPACES = ("default", "kube-system", "kube-public", "kube-node-lease")
_PAST_RUNS = 3


class EstateSeed:
    """Fills an empty store; `records` then knows every workload, `schedules` the CronJobs."""

    def __init__(
        self, seed: int, store: ObjectStore, blueprint: EstateBlueprint, controls: Controls, now_s: float
    ) -> None:
        self._seed, self._store, self._blueprint, self._controls = seed, store, blueprint, controls
        self._now_s = now_s
        self._born_s = now_s - CLUSTER_AGE_S
        self.records: dict[str, WorkloadRecord] = {}
        self.schedules = _schedules(blueprint)
        self.runs: dict[str, JobRun] = {}

    def fill(self) -> None:
        """Create everything but the pods."""
        self._store.load(self._cluster())
        for index, spec in enumerate(self._blueprint.workloads):
            self._workload(spec, index)
        for cell in self._blueprint.cells:
            self._store.load(self._cell(cell))
        for schedule in self.schedules:
            self._schedule(schedule)

    def _cluster(self) -> Iterator[JsonObject]:
        cells = {cell.namespace: cell for cell in self._blueprint.cells}
        names = {*SYSTEM_NAMESPACES, *(spec.namespace for spec in self._blueprint.workloads)}
        for name in sorted(names):
            yield namespace_object(name, cells.get(name), self._born_s)
        for index, node in enumerate(self._blueprint.nodes):
            age_s = (20 + 60 * uniform(stream_key(self._seed, f"node/{node.name}"), 0)) * DAY_S
            yield node_object(node, index, self._now_s - age_s)
        yield cell_router(self._blueprint.router_weights(), self._born_s)
        yield from gatekeeper_objects(self._born_s)
        yield from chaos_objects(self._blueprint.cells[-1].namespace, self._now_s)

    def _cell(self, cell: CellSpec) -> Iterator[JsonObject]:
        yield from cell_config_maps(cell, self._born_s)
        yield from resilience_objects(cell, self._born_s)
        yield resource_quota(cell, self._born_s)
        if cell.workload("delivery") is not None:
            yield kafka_secret(cell.namespace, self._born_s)
            yield trigger_authentication(cell.namespace, self._born_s)

    def _workload(self, spec: WorkloadSpec, index: int) -> None:
        control = self._controls.workloads[spec.key]
        key = stream_key(self._seed, f"version/{spec.name}")
        minor, patch = int(20 + 30 * uniform(key, 0)), int(9 * uniform(key, 1))
        tag, older = f"1.{minor}.{patch + 1}", f"1.{minor}.{patch}"
        content = workload_object(spec, control.replicas, tag, 2, self._born_s)
        uid = content["metadata"]["uid"] = self._store.new_uid()
        template = content["spec"]["template"]
        record = WorkloadRecord(spec, uid, template, control.revision, 2, control.replicas)
        record.know(template, control.revision)
        self.records[spec.key] = record
        self._store.load([content])
        if spec.kind != "StatefulSet":
            before = pod_template(spec, older)
            record.know(before, digest(before)[:9])
            changed_s = self._now_s - (5 + 6 * uniform(key, 2)) * DAY_S
            for revision, one, count, at_s in (
                (1, before, 0, self._born_s),
                (2, template, control.replicas, changed_s),
            ):
                pod_hash = record.hash_of_digest[digest(one)]
                made = replica_set_object(spec, uid, one, pod_hash, revision, count, at_s)
                record.replica_sets[pod_hash] = self._store.create(made)["metadata"]["uid"]
        self._store.load(self._beside(spec, index))

    def _beside(self, spec: WorkloadSpec, index: int) -> Iterator[JsonObject]:
        """What stands beside a workload: service, budget, autoscaler, volumes."""
        yield service_object(spec, self._born_s, f"172.20.{index // 250}.{1 + index % 250}")
        if spec.kind == "Rollout":
            yield from rollout_objects(spec, self._born_s, f"172.21.{index % 250}.0")
        if spec.cell:
            replicas = self._controls.workloads[spec.key].replicas
            yield disruption_budget_object(spec, replicas, self._born_s)
        if spec.scaling in ("hpa", "keda"):
            yield hpa_object(spec, self._born_s)
        if spec.scaling == "keda":
            yield scaled_object(spec, self._born_s)
        if spec.scaling == "vpa":
            yield vpa_object(spec, self._born_s)
        if spec.is_store:
            yield from store_volume_claims(spec, self._born_s)

    def _schedule(self, schedule: Schedule) -> None:
        last_s = schedule.last_due_s(self._now_s - schedule.duration_s - 120.0)
        cell = schedule.namespace.removeprefix("cell-")
        made = self._store.create(cron_job(schedule, cell, self._born_s, last_s))
        for back in reversed(range(_PAST_RUNS)):
            due_s = last_s - back * DAY_S
            job = job_object(schedule, made["metadata"]["uid"], due_s)
            status = completed(due_s, due_s + schedule.duration_s)
            job["status"] = {name: value for name, value in status.items() if value is not None}
            job["metadata"]["uid"] = self._store.new_uid()
            select_own_pods(job)
            self._store.load([job])
        self._last_pod(schedule, job, last_s)

    def _last_pod(self, schedule: Schedule, job: JsonObject, started_s: float) -> None:
        """The finished pod of the latest run, whose log can still be read."""
        ended_s = started_s + schedule.duration_s
        pod = job_pod(job, self._blueprint.nodes[0].name, started_s)
        pod["status"] = job_pod_status(job["spec"], "Succeeded", started_s, ended_s)
        run = JobRun(schedule.name, source_of(job["spec"]), started_s, ended_s)
        self.runs[f"{schedule.namespace}/{pod['metadata']['name']}"] = run
        self._store.load([pod])


def _schedules(blueprint: EstateBlueprint) -> tuple[Schedule, ...]:
    """The demand forecast and the nightly learning; times are UTC (02:00 JST is 17:00 UTC)."""
    namespaces = [cell.namespace for cell in blueprint.cells]

    def home(wanted: str) -> str:
        return wanted if wanted in namespaces else namespaces[0]

    return (
        Schedule(home("cell-ai"), "demand-forecast", 30, 210.0, "automation"),
        Schedule(home("cell-ai"), "nightly-learning", 17 * 60, 95.0 * 60, "ai", "4", "16Gi"),
        Schedule(home("cell-infra"), "cost-export", 60, 75.0, "control"),
    )
