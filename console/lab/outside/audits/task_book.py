"""The tasks of the lab's audit service: queued, leased to workers, tried again when a worker is lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from console.domain.audit.audit_batch import AuditShard, ShardState
from console.domain.audit.audit_task import next_task
from console.domain.audit.task_lease import TaskLease, ended, expired, given_back, renewed, taken, withdrawn

_MOST_KEPT = 2000


@dataclass(slots=True)
class BookedTask:
    """Times are unix seconds of the lab. ``version`` is that of its last change."""

    shard: AuditShard
    project: str
    queued_s: float
    version: int = 0
    lease: TaskLease = field(default_factory=TaskLease)
    began_s: float | None = None
    ended_s: float | None = None

    @property
    def id(self) -> str:
        """Return the id of the task, which who triggers it has given."""
        return self.shard.task.id

    @property
    def state(self) -> ShardState:
        """Return where it stands."""
        return self.lease.state

    def told(self) -> dict[str, Any]:
        """Return it as the interface tells it."""
        return {
            "task_id": self.id, "project": self.project, "state": self.state.value,
            "audits": [one.value for one in self.shard.task.audits], "commit": self.shard.task.commit,
            "queued_at": self.queued_s, "began_at": self.began_s, "ended_at": self.ended_s, "worker": self.lease.worker,
            "tries": self.lease.tries, "why": self.lease.why,
        }  # fmt: skip


class TaskBook:
    """Nothing here waits: who changes a task is told apart by its worker, and ``changed`` hears of each change."""

    def __init__(self, now_s: Callable[[], float], monotonic: Callable[[], float], changed: Callable[[], None]) -> None:
        self._now_s, self._monotonic, self._changed = now_s, monotonic, changed
        self._tasks: dict[str, BookedTask] = {}
        self.version = 0

    def __iter__(self) -> Iterator[BookedTask]:
        return iter(tuple(self._tasks.values()))

    def find(self, task_id: str) -> BookedTask | None:
        """Return a task."""
        return self._tasks.get(task_id)

    def trigger(self, project: str, shard: AuditShard) -> BookedTask:
        """Queue a task; one that is known is left as it is, unless it failed: then it is tried anew."""
        known = self._tasks.get(shard.task.id)
        if known is not None and known.state is not ShardState.FAILED:
            return known
        task = BookedTask(shard, project, self._now_s())
        self._tasks[task.id] = task
        for old in [one.id for one in self._tasks.values() if one.state.is_over][
            : max(0, len(self._tasks) - _MOST_KEPT)
        ]:
            del self._tasks[old]
        self._note(task)
        return task

    def take(self, worker: str) -> BookedTask | None:
        """Lease the task that goes next to a worker: the most urgent, then the longest; ``None`` when none waits."""
        waiting = [one for one in self._tasks.values() if one.state is ShardState.WAITING]
        if not waiting:
            return None
        running = [one.shard.task for one in self._tasks.values() if one.state is ShardState.RUNNING]
        task = self._tasks[next_task([one.shard.task for one in waiting], running).id]
        task.began_s = self._now_s()
        self._move(task, taken(task.lease, worker, self._monotonic()))
        return task

    def beat(self, task: BookedTask, worker: str) -> bool:
        """Renew a worker's lease; return whether it still has it."""
        task.lease = renewed(task.lease, worker, self._monotonic())
        return task.lease.is_held_by(worker)

    def finish(self, task: BookedTask, worker: str, state: ShardState, why: str = "") -> None:
        """Take in how a worker ended a task; one that lost its lease says nothing any more."""
        self._move(task, ended(task.lease, worker, state, why))

    def give_back(self, task: BookedTask, worker: str, why: str) -> None:
        """Queue a task again under the same id, unless it was tried often enough."""
        self._move(task, given_back(task.lease, worker, why))

    def expire(self) -> None:
        """Give back what is leased to workers that were not heard of for a minute."""
        for task in self:
            self._move(task, expired(task.lease, self._monotonic()))

    def cancel(self, task: BookedTask) -> None:
        """End a task that is not over."""
        self._move(task, withdrawn(task.lease))

    def _move(self, task: BookedTask, lease: TaskLease) -> None:
        if lease == task.lease:
            return
        task.lease = lease
        if lease.state is ShardState.WAITING:
            task.began_s = None
        if lease.state.is_over:
            task.ended_s = self._now_s()
        self._note(task)

    def _note(self, task: BookedTask) -> None:
        self.version += 1
        task.version = self.version
        self._changed()
