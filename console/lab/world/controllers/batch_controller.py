"""CronJobs fire, Jobs run and finish, old Jobs go."""

from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.stored_object import StoredObject
from console.lab.world.event_writer import EventWriter, about
from console.lab.world.objects.batch_object import Schedule, completed, job_object
from console.lab.world.world_clock import stamp

JOBS = "jobs.batch"
CRON_JOBS = "cronjobs.batch"
KEPT_JOBS = 3
_PERIOD_S = 5.0


class BatchController:
    """Runs the schedules of the estate; a Job made by hand runs as long as its schedule says."""

    def __init__(self, store: ObjectStore, schedules: tuple[Schedule, ...], events: EventWriter) -> None:
        self._store = store
        self._schedules = {(each.namespace, each.name): each for each in schedules}
        self._events = events
        self._next_s = 0.0
        self._started: dict[str, float] = {}

    def step(self, now_s: float) -> None:
        """Fire what is due and finish what has run long enough (real time)."""
        if now_s < self._next_s:
            return
        self._next_s = now_s + _PERIOD_S
        for schedule in self._schedules.values():
            self._fire(schedule, now_s)
        for entry in self._store.entries(JOBS):
            self._run(entry, now_s)

    def _fire(self, schedule: Schedule, now_s: float) -> None:
        entry = self._store.find(CRON_JOBS, schedule.namespace, schedule.name)
        due_s = schedule.last_due_s(now_s)
        if entry is None or now_s - due_s > 120.0:
            return
        content = entry.content()
        name = f"{schedule.name}-{int(due_s // 60)}"
        if content["spec"].get("suspend") or self._store.find(JOBS, schedule.namespace, name) is not None:
            return
        self._store.create(job_object(schedule, entry.uid, due_s))
        status = {"lastScheduleTime": stamp(due_s)}
        self._store.patch_status(CRON_JOBS, schedule.namespace, schedule.name, status)
        subject = about("batch/v1", "CronJob", schedule.namespace, schedule.name, entry.uid)
        self._events.write(subject, "SuccessfulCreate", f"Created job {name}", "cronjob-controller", now_s)
        mine = [one for one in self._store.entries(JOBS, schedule.namespace) if one.owners == (entry.uid,)]
        for old in mine[:-KEPT_JOBS]:
            self._store.delete(JOBS, old.namespace, old.name)

    def _run(self, entry: StoredObject, now_s: float) -> None:
        if b'"Complete"' in entry.body or b'"Failed"' in entry.body:
            return
        started = self._started.setdefault(entry.uid, now_s)
        schedule = self._schedules.get((entry.namespace, entry.name.rsplit("-", 1)[0]))
        if now_s - started >= (schedule.duration_s if schedule else 60.0):
            self._store.patch_status(JOBS, entry.namespace, entry.name, completed(started, now_s))
            self._started.pop(entry.uid, None)
            if schedule and self._store.find(CRON_JOBS, schedule.namespace, schedule.name) is not None:
                done = {"lastSuccessfulTime": stamp(now_s)}
                self._store.patch_status(CRON_JOBS, schedule.namespace, schedule.name, done)
            subject = about("batch/v1", "Job", entry.namespace, entry.name, entry.uid)
            self._events.write(subject, "Completed", "Job completed", "job-controller", now_s)
