"""CronJobs fire, Jobs run in a pod and finish, old Jobs go."""

from collections.abc import Mapping

from console.domain.cron_schedule import CronSchedule
from console.lab.objects.batch_object import (
    GOOD_SOURCE,
    Schedule,
    completed,
    container_of,
    failed,
    job_object,
    job_pod,
    job_pod_status,
    plan_of,
    source_of,
)
from console.lab.objects.common import JsonObject
from console.lab.objects.lenient import section
from console.lab.objects.world_clock import stamp
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.stored_object import StoredObject
from console.lab.world.event_writer import EventWriter, about
from console.lab.world.job_log import JobRun
from console.lab.world.load_test_log import plan_seconds

JOBS = "jobs.batch"
CRON_JOBS = "cronjobs.batch"
KEPT_JOBS = 3
_PERIOD_S = 5.0
_USUAL_S = 60.0
_FAILS_AFTER_S = 15.0
_CATCH_UP_S = 120.0


class BatchController:
    """Runs the schedules of the estate and every Job made by hand; a Job whose source does not exist fails."""

    def __init__(
        self,
        store: ObjectStore,
        schedules: tuple[Schedule, ...],
        runs: Mapping[str, JobRun],
        node: str,
        events: EventWriter,
        speed: float = 1.0,
    ) -> None:
        self._store = store
        self._schedules = {(each.namespace, each.name): each for each in schedules}
        self._node = node
        self._events = events
        self._speed = speed
        self._next_s = 0.0
        self._runs = dict(runs)

    def step(self, now_s: float) -> None:
        """Fire what is due, start what is new, finish what has run long enough (real time)."""
        if now_s < self._next_s:
            return
        self._next_s = now_s + _PERIOD_S
        for schedule in self._schedules.values():
            self._fire(schedule, now_s)
        for entry in self._store.entries(JOBS):
            if b'"Complete"' not in entry.body and b'"Failed"' not in entry.body:
                self._run(entry, now_s)

    def run_of_pod(self, namespace: str, pod: str) -> JobRun | None:
        """The run of a Job whose pod has that name."""
        return self._runs.get(f"{namespace}/{pod}")

    def _fire(self, schedule: Schedule, now_s: float) -> None:
        entry = self._store.find(CRON_JOBS, schedule.namespace, schedule.name)
        if entry is None:
            return
        content = entry.content()
        due_s = _due_s(str(section(content, "spec").get("schedule", "")), now_s)
        if due_s is None:
            return
        made = job_object(schedule, entry.uid, due_s)
        name = made["metadata"]["name"]
        if section(content, "spec").get("suspend") or self._store.find(JOBS, schedule.namespace, name) is not None:
            return
        made["spec"] = section(content, "spec", "jobTemplate", "spec")
        self._store.create(made)
        status = {"lastScheduleTime": stamp(due_s)}
        self._store.patch_status(CRON_JOBS, schedule.namespace, schedule.name, status)
        subject = about("batch/v1", "CronJob", schedule.namespace, schedule.name, entry.uid)
        self._events.write(subject, "SuccessfulCreate", f"Created job {name}", "cronjob-controller", now_s)
        mine = [one for one in self._store.entries(JOBS, schedule.namespace) if one.owners == (entry.uid,)]
        for old in mine[:-KEPT_JOBS]:
            self._forget(old)

    def _forget(self, job: StoredObject) -> None:
        self._store.delete(JOBS, job.namespace, job.name)
        for pod in self._store.entries("pods", job.namespace):
            if pod.owners == (job.uid,):
                self._store.delete("pods", pod.namespace, pod.name)
                self._runs.pop(pod.key, None)

    def _run(self, entry: StoredObject, now_s: float) -> None:
        job = entry.content()
        if not container_of(section(job, "spec")) or section(job, "spec").get("completionMode") == "Indexed":
            return  # nothing that could run, or what others look after
        key = f"{entry.namespace}/{entry.name}-{entry.uid[:5]}"
        run = self._runs.get(key)
        if run is None:
            self._start(job, key, now_s)
            return
        schedule = self._schedules.get((entry.namespace, run.container))
        works = run.source in ("", GOOD_SOURCE)
        usual_s = plan_seconds(run.plan) if run.plan else _USUAL_S
        lasts_s = (schedule.duration_s if schedule else usual_s) if works else _FAILS_AFTER_S
        if (now_s - run.started_s) * self._speed >= lasts_s:
            self._end(job, key, run, works, now_s)

    def _start(self, job: JsonObject, key: str, now_s: float) -> None:
        spec = job["spec"]
        self._runs[key] = JobRun(container_of(spec), source_of(spec), now_s, plan=plan_of(spec))
        self._store.create(job_pod(job, self._node, now_s))
        status = {"active": 1, "ready": 1, "startTime": stamp(now_s)}
        self._store.patch_status(JOBS, job["metadata"]["namespace"], job["metadata"]["name"], status)

    def _end(self, job: JsonObject, key: str, run: JobRun, works: bool, now_s: float) -> None:
        namespace, name = job["metadata"]["namespace"], job["metadata"]["name"]
        self._runs[key] = JobRun(run.container, run.source, run.started_s, now_s, run.plan)
        self._store.patch_status(JOBS, namespace, name, (completed if works else failed)(run.started_s, now_s))
        pod = key.split("/", 1)[1]
        if self._store.find("pods", namespace, pod) is not None:
            phase = "Succeeded" if works else "Failed"
            status = job_pod_status(job["spec"], phase, run.started_s, now_s)
            self._store.patch_status("pods", namespace, pod, status)
        subject = about("batch/v1", "Job", namespace, name, job["metadata"]["uid"])
        if not works:
            text = "Job has reached the specified backoff limit"
            self._events.write(subject, "BackoffLimitExceeded", text, "job-controller", now_s, warning=True)
            return
        self._events.write(subject, "Completed", "Job completed", "job-controller", now_s)
        if self._store.find(CRON_JOBS, namespace, run.container) is not None:
            done = {"lastSuccessfulTime": stamp(now_s)}
            self._store.patch_status(CRON_JOBS, namespace, run.container, done)


def _due_s(schedule: str, now_s: float) -> float | None:
    """When a run was due within the time to catch up; the schedule is what the object says now, which may be nonsense.

    The lab's schedules are in UTC.
    """
    try:
        due_s = CronSchedule.parse(schedule).next_after(now_s - _CATCH_UP_S)
    except ValueError:
        return None
    return due_s if due_s is not None and due_s <= now_s else None
