"""The demand forecast fails because its job reads from a place that is gone."""

import json
from collections.abc import Mapping

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.lab.objects.batch_object import GOOD_SOURCE, container_of, source_of
from console.lab.objects.common import JsonObject
from console.lab.scenarios.scenario import SCENARIOS, ScenarioWorld
from console.lab.servers.kubernetes.preparing import select_own_pods
from console.lab.servers.kubernetes.stored_object import StoredObject
from console.lab.simulator.estate_state import EstateState

CRON_JOBS = "cronjobs.batch"
JOBS = "jobs.batch"
FORECAST = "demand-forecast"
LOST_SOURCE = "http://prometheus-old.monitoring.svc:9090"


class ForecastJobFailed:
    """Points the forecast at a host that does not exist and lets one run fail."""

    key = "forecast-job-failed"
    runbook = "forecast-job-failed"

    def title(self) -> str:
        """Name for people."""
        return t("Demand forecast failed")

    def injects(self) -> str:
        """What it breaks."""
        return t("Points the CronJob demand-forecast at a Prometheus that is gone and starts a run.")

    def diagnosis(self) -> str:
        """What should be found."""
        return t(
            "The last Job of demand-forecast failed (BackoffLimitExceeded): its log says that"
            " prometheus-old.monitoring.svc:9090 does not exist. Set --source of the CronJob back to"
            " http://prometheus.monitoring.svc:9090 and run it again."
        )

    def parameters(self, world: ScenarioWorld) -> Mapping[str, str]:
        """What its runbook needs to know here."""
        return {"cell": _cron_job(world).namespace.removeprefix("cell-"), "source": GOOD_SOURCE}

    def inject(self, world: ScenarioWorld) -> None:
        """Change the source and start a run."""
        cron = _cron_job(world)
        _point(world, cron, GOOD_SOURCE, LOST_SOURCE)
        content = _cron_job(world).content()
        job = {
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": {
                "name": f"{FORECAST}-{int(world.now_s)}",
                "namespace": cron.namespace,
                "uid": world.store.new_uid(),
                "ownerReferences": [
                    {"apiVersion": "batch/v1", "kind": "CronJob", "name": FORECAST, "uid": cron.uid, "controller": True}
                ],
            },
            "spec": content["spec"]["jobTemplate"]["spec"],
        }
        select_own_pods(job)
        world.store.create(job)

    def withdraw(self, world: ScenarioWorld) -> None:
        """Point it back and remove the failed runs."""
        cron = _cron_job(world)
        _point(world, cron, LOST_SOURCE, GOOD_SOURCE)
        for job in _runs(world):
            if source_of(job["spec"]) == LOST_SOURCE:
                world.store.delete(JOBS, cron.namespace, job["metadata"]["name"])

    def healed(self, state: EstateState, world: ScenarioWorld) -> bool:
        """The CronJob reads from the right place and its latest run completed."""
        if source_of(_cron_job(world).content()["spec"]["jobTemplate"]["spec"]) != GOOD_SOURCE:
            return False
        last = max(_runs(world), key=lambda job: job.get("status", {}).get("startTime", ""), default=None)
        conditions = last.get("status", {}).get("conditions", []) if last else []
        return any(each["type"] == "Complete" and each["status"] == "True" for each in conditions)


def _cron_job(world: ScenarioWorld) -> StoredObject:
    for entry in world.store.entries(CRON_JOBS):
        if entry.name == FORECAST:
            return entry
    raise UserError(t("The CronJob demand-forecast is gone."), t("Create it again, or start the lab anew."))


def _runs(world: ScenarioWorld) -> list[JsonObject]:
    namespace = _cron_job(world).namespace
    return [job for job in world.store.list(JOBS, namespace) if container_of(job["spec"]) == FORECAST]


def _point(world: ScenarioWorld, cron: StoredObject, before: str, after: str) -> None:
    content = cron.content()
    changed = json.loads(json.dumps(content["spec"]["jobTemplate"]).replace(before, after))
    world.store.patch(CRON_JOBS, cron.namespace, cron.name, {"spec": {"jobTemplate": changed}})


SCENARIOS.add(ForecastJobFailed())
