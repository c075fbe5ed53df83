"""CronJobs and their Jobs."""

from dataclasses import dataclass

from console.lab.world.objects.common import JsonObject, condition, metadata, owner_reference
from console.lab.world.world_clock import stamp

DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """A daily job: where it runs, when (UTC minute of the day), what it takes."""

    namespace: str
    name: str
    minute_of_day: int
    duration_s: float
    layer: str

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
        "resources": {"requests": {"cpu": "500m", "memory": "1Gi"}},
    }
    pod = {"containers": [container], "restartPolicy": "Never"}
    return {"backoffLimit": 2, "completions": 1, "parallelism": 1, "template": {"spec": pod}}


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
