"""Leases: who works on a task that workers fetch over HTTP, for how long without being heard of, and how often."""

from msgspec import Struct
from msgspec.structs import replace

from console.domain.audit.audit_batch import ShardState

LEASE_S = 60.0
BEAT_S = 15.0
MOST_TRIES = 3
LOST = "the worker was lost"


class TaskLease(Struct, frozen=True):
    """Where a task stands: ``worker`` holds it until ``ends_s`` (monotonic seconds) unless it is heard of before.

    Its functions return the lease unchanged for who has no say (any more): a worker that was given up, a task that is
    over. So whatever order messages come in, a task is held by one worker at most, and ends once.
    """

    state: ShardState = ShardState.WAITING
    worker: str = ""
    tries: int = 0
    why: str = ""
    ends_s: float = 0.0

    def is_held_by(self, worker: str) -> bool:
        """Return whether a worker has a say."""
        return self.state is ShardState.RUNNING and self.worker == worker


def taken(lease: TaskLease, worker: str, now_s: float) -> TaskLease:
    """Give a waiting task to a worker; one more try."""
    if lease.state is not ShardState.WAITING:
        return lease
    return TaskLease(ShardState.RUNNING, worker, lease.tries + 1, lease.why, now_s + LEASE_S)


def renewed(lease: TaskLease, worker: str, now_s: float) -> TaskLease:
    """Take in a heartbeat."""
    return replace(lease, ends_s=now_s + LEASE_S) if lease.is_held_by(worker) else lease


def ended(lease: TaskLease, worker: str, state: ShardState, why: str = "") -> TaskLease:
    """Take in how a worker ended its task; raise ``ValueError`` for a state that is no end."""
    if not state.is_over:
        raise ValueError(f"no end: {state}")
    return replace(lease, state=state, why=why) if lease.is_held_by(worker) else lease


def given_back(lease: TaskLease, worker: str, why: str) -> TaskLease:
    """Let a task wait for another worker, under the same id, unless it was tried often enough."""
    if not lease.is_held_by(worker):
        return lease
    if lease.tries >= MOST_TRIES:
        return replace(lease, state=ShardState.FAILED, why=why)
    return TaskLease(tries=lease.tries, why=why)


def expired(lease: TaskLease, now_s: float) -> TaskLease:
    """Give up a worker that was not heard of for a minute."""
    return given_back(lease, lease.worker, LOST) if lease.ends_s < now_s else lease


def withdrawn(lease: TaskLease) -> TaskLease:
    """End a task that nobody wants any more."""
    return lease if lease.state.is_over else replace(lease, state=ShardState.REFUSED, why="cancelled")
