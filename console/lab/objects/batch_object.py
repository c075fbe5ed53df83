"""CronJobs and their Jobs."""

from dataclasses import dataclass

from console.lab.objects.common import JsonObject, condition, metadata, owner_reference
from console.lab.objects.lenient import rows, section
from console.lab.objects.world_clock import stamp

DAY_S = 86_400.0
GOOD_SOURCE = "http://prometheus.monitoring.svc:9090"
"""Where the jobs of the lab read their data; any other place does not exist."""
_SOURCE = "--source="
_PLAN = "CELL_CONSOLE_PLAN"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A daily job: where it runs, when (UTC minute of the day), what it takes."""

    namespace: str
    name: str
    minute_of_day: int
    duration_s: float
    layer: str
    cpu: str = "500m"
    memory: str = "1Gi"

    @property
    def cron(self) -> str:
        """The schedule in cron's form."""
        return f"{self.minute_of_day % 60} {self.minute_of_day // 60} * * *"

    def last_due_s(self, now_s: float) -> float:
        """The last time it was due."""
        today = now_s - now_s % DAY_S + self.minute_of_day * 60.0
        return today if today <= now_s else today - DAY_S


def cron_job(schedule: Schedule, cell: str, created_s: float, last_s: float) -> JsonObject:
    """The CronJob of a schedule."""
    labels = {"app.kubernetes.io/name": schedule.name, "app.kubernetes.io/part-of": cell, "cell": cell,
              "layer": schedule.layer}  # fmt: skip
    return {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": metadata(schedule.name, schedule.namespace, labels=labels, created_s=created_s),
        "spec": {
            "schedule": schedule.cron,
            "timeZone": "Etc/UTC",
            "concurrencyPolicy": "Forbid",
            "suspend": False,
            "successfulJobsHistoryLimit": 3,
            "failedJobsHistoryLimit": 1,
            "jobTemplate": {"metadata": {"labels": labels}, "spec": job_spec(schedule)},
        },
        "status": {"lastScheduleTime": stamp(last_s), "lastSuccessfulTime": stamp(last_s + schedule.duration_s)},
    }


def job_spec(schedule: Schedule) -> JsonObject:
    """What a run of the schedule does."""
    container = {
        "name": schedule.name,
        "image": f"registry.lab.example/jobs/{schedule.name}:1.7.2",
        "args": ["--horizon=90d", f"{_SOURCE}{GOOD_SOURCE}"],
        "resources": {"requests": {"cpu": schedule.cpu, "memory": schedule.memory}},
    }
    pod = {"containers": [container], "restartPolicy": "Never"}
    return {"backoffLimit": 0, "completions": 1, "parallelism": 1, "template": {"spec": pod}}


def job_object(schedule: Schedule, owner_uid: str, due_s: float) -> JsonObject:
    """The Job of one run; named by its minute as the CronJob controller names it."""
    content = metadata(
        f"{schedule.name}-{int(due_s // 60)}",
        schedule.namespace,
        labels={"app.kubernetes.io/name": schedule.name},
        created_s=due_s,
    )
    content["ownerReferences"] = [owner_reference("batch/v1", "CronJob", schedule.name, owner_uid)]
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": content,
        "spec": job_spec(schedule),
        "status": {"active": 1, "ready": 1, "startTime": stamp(due_s)},
    }


def source_of(spec: JsonObject) -> str:
    """Where a Job (its spec) reads from, or "" when it names no source."""
    for container in rows(spec, "template", "spec", "containers")[:1]:
        arguments = container.get("args")
        for argument in arguments if isinstance(arguments, list) else []:
            if str(argument).startswith(_SOURCE):
                return str(argument).removeprefix(_SOURCE)
    return ""


def plan_of(spec: JsonObject) -> str:
    """What a load test (a Job's spec) does, or "" when it is none."""
    for container in rows(spec, "template", "spec", "containers")[:1]:
        environment = container.get("env")
        for one in environment if isinstance(environment, list) else []:
            if isinstance(one, dict) and one.get("name") == _PLAN:
                return str(one.get("value", "")).replace("$$", "$")
    return ""


def container_of(spec: JsonObject) -> str:
    """Name of the first container of a Job (its spec)."""
    containers = rows(spec, "template", "spec", "containers")
    return str(containers[0].get("name", "")) if containers else ""


def image_of(spec: JsonObject) -> str:
    """Image of the first container of a Job (its spec)."""
    containers = rows(spec, "template", "spec", "containers")
    return str(containers[0].get("image", "")) if containers else ""


def job_pod(job: JsonObject, node: str, started_s: float) -> JsonObject:
    """The running pod of a Job, named after it and its uid."""
    owner, name = job["metadata"], job["metadata"]["name"]
    given = section(job, "spec", "template", "metadata", "labels").items()
    labels = {**{key: value for key, value in given if isinstance(value, str)}, "job-name": name,
              "batch.kubernetes.io/job-name": name, "controller-uid": owner["uid"],
              "app.kubernetes.io/name": container_of(job["spec"])}  # fmt: skip
    content = metadata(f"{name}-{owner['uid'][:5]}", owner["namespace"], labels=labels, created_s=started_s)
    content["ownerReferences"] = [owner_reference("batch/v1", "Job", name, owner["uid"])]
    spec = {"restartPolicy": "Never", **section(job, "spec", "template", "spec"), "nodeName": node}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": content,
        "spec": spec,
        "status": job_pod_status(job["spec"], "Running", started_s, None),
    }


def job_pod_status(spec: JsonObject, phase: str, started_s: float, ended_s: float | None) -> JsonObject:
    """Status of a Job's pod: Running, Succeeded or Failed."""
    state: JsonObject = {"running": {"startedAt": stamp(started_s)}}
    if ended_s is not None:
        good = phase == "Succeeded"
        end = {"exitCode": 0 if good else 1, "reason": "Completed" if good else "Error"}
        state = {"terminated": {**end, "startedAt": stamp(started_s), "finishedAt": stamp(ended_s)}}
    running = ended_s is None
    reason = "" if running else "PodCompleted"
    return {
        "phase": phase,
        "startTime": stamp(started_s),
        "conditions": [
            condition("PodScheduled", True, "", "", started_s),
            condition("Ready", running, reason, "", ended_s or started_s),
        ],
        "containerStatuses": [
            {"name": container_of(spec), "image": image_of(spec), "imageID": "", "ready": running,
             "started": running, "restartCount": 0, "state": state, "lastState": {}}
        ],
    }  # fmt: skip


def failed(start_s: float, end_s: float) -> JsonObject:
    """Status of a Job whose pod failed (a merge patch)."""
    return {
        "active": None,
        "ready": 0,
        "failed": 1,
        "startTime": stamp(start_s),
        "conditions": [
            condition("Failed", True, "BackoffLimitExceeded", "Job has reached the specified backoff limit", end_s)
        ],
    }


def completed(start_s: float, end_s: float) -> JsonObject:
    """Status of a Job that succeeded (a merge patch: what no longer holds is null)."""
    return {
        "active": None,
        "ready": 0,
        "succeeded": 1,
        "startTime": stamp(start_s),
        "completionTime": stamp(end_s),
        "conditions": [condition("Complete", True, "CompletionsReached", "Reached expected number of pods", end_s)],
    }
