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
from console.lab.objects.world_clock import is_due, seconds_of, stamp
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.preparing import select_own_pods
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
    """Runs every CronJob and every Job made by hand; a Job whose source does not exist fails."""

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
        if not is_due(self._next_s, now_s, _PERIOD_S):
            return
        self._next_s = now_s + _PERIOD_S
        for entry in self._store.entries(CRON_JOBS):
            self._fire(entry, now_s)
        for entry in self._store.entries(JOBS):
            if b'"Complete"' not in entry.body and b'"Failed"' not in entry.body:
                self._run(entry, now_s)

    def run_of_pod(self, namespace: str, pod: str) -> JobRun | None:
        """The run of a Job whose pod has that name."""
        return self._runs.get(f"{namespace}/{pod}")

    def _fire(self, entry: StoredObject, now_s: float) -> None:
        content, key = entry.content(), (entry.namespace, entry.name)
        template = section(content, "spec", "jobTemplate", "spec")
        if section(content, "spec").get("suspend") or not container_of(template):
            return
        due_s = _due_s(content, now_s)
        if due_s is None:
            return
        made = job_object(self._schedules.get(key) or Schedule(*key, 0, _USUAL_S, ""), entry.uid, due_s)
        name = made["metadata"]["name"]
        if self._store.find(JOBS, entry.namespace, name) is not None:
            return
        made["spec"], made["metadata"]["uid"] = template, self._store.new_uid()
        select_own_pods(made)
        self._store.create(made)
        self._store.patch_status(CRON_JOBS, entry.namespace, entry.name, {"lastScheduleTime": stamp(due_s)})
        subject = about("batch/v1", "CronJob", entry.namespace, entry.name, entry.uid)
        self._events.write(subject, "SuccessfulCreate", f"Created job {name}", "cronjob-controller", now_s)
        mine = [one for one in self._store.entries(JOBS, entry.namespace) if one.owners == (entry.uid,)]
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
        spec = section(job, "spec")
        if not container_of(spec) or spec.get("completionMode") == "Indexed" or spec.get("suspend") is True:
            return  # nothing that could run, what others look after, or what is not to run now
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


def _due_s(cron_job: JsonObject, now_s: float) -> float | None:
    """When a run was due within the time to catch up and after the last one and the CronJob's creation.

    The schedule is what the object says now, which may be nonsense. The lab's schedules are in UTC.
    """
    created_s = seconds_of(section(cron_job, "metadata").get("creationTimestamp"))
    last_s = seconds_of(section(cron_job, "status").get("lastScheduleTime"))
    known = [at_s for at_s in (created_s, last_s) if at_s is not None and at_s <= now_s]
    schedule = str(section(cron_job, "spec").get("schedule", ""))
    try:
        due_s = CronSchedule.parse(schedule).next_after(max([now_s - _CATCH_UP_S, *known]))
    except ValueError:
        return None
    return due_s if due_s is not None and due_s <= now_s else None
