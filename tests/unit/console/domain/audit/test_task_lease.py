"""Leases of tasks, whatever comes in whatever order. Proves G1.5: a lost worker's task is tried again."""

from hypothesis import given
from hypothesis import strategies as st

from console.domain.audit.audit_batch import ShardState
from console.domain.audit.task_lease import (
    LEASE_S,
    LOST,
    MOST_TRIES,
    TaskLease,
    ended,
    expired,
    given_back,
    renewed,
    taken,
    withdrawn,
)

WORKERS = st.sampled_from(("a", "b", "c"))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("take", "beat", "done", "fail", "back", "expire", "withdraw")),
        WORKERS,
        st.floats(0, 2 * LEASE_S),
    ),
    max_size=40,
)


def _after(lease: TaskLease, word: str, worker: str, now_s: float) -> TaskLease:
    steps = {
        "take": lambda: taken(lease, worker, now_s),
        "beat": lambda: renewed(lease, worker, now_s),
        "done": lambda: ended(lease, worker, ShardState.DONE),
        "fail": lambda: ended(lease, worker, ShardState.REFUSED, "no such commit"),
        "back": lambda: given_back(lease, worker, "the disk is full"),
        "expire": lambda: expired(lease, now_s),
        "withdraw": lambda: withdrawn(lease),
    }
    return steps[word]()


@given(STEPS)
def test_a_task_is_held_by_one_worker_and_ends_once(steps: list[tuple[str, str, float]]) -> None:
    lease, now_s, ends = TaskLease(), 0.0, 0
    for word, worker, later_s in steps:
        now_s += later_s
        before, lease = lease, _after(lease, word, worker, now_s)
        if before.state.is_over:
            assert lease == before, "what is over stays so"
        ends += lease.state.is_over and not before.state.is_over
        assert lease.tries <= MOST_TRIES
        assert bool(lease.worker) == (lease.state is not ShardState.WAITING) or lease.state.is_over
        if lease.state is ShardState.DONE and before.state is not ShardState.DONE:
            assert before.is_held_by(worker), "only who holds it may end it"
        if before.state is ShardState.RUNNING and word in {"take", "beat", "done", "fail", "back"}:
            assert worker == before.worker or lease == before, "others have no say"
    assert ends <= 1


@given(st.floats(0, 1e6), st.lists(st.floats(0.1, LEASE_S - 0.1), max_size=30))
def test_who_is_heard_of_in_time_keeps_the_task(start_s: float, pauses: list[float]) -> None:
    lease, now_s = taken(TaskLease(), "a", start_s), start_s
    for pause in pauses:
        now_s += pause
        assert expired(lease, now_s).is_held_by("a")
        lease = renewed(lease, "a", now_s)
    assert expired(lease, now_s + LEASE_S + 1).state is ShardState.WAITING


def test_a_task_is_tried_three_times_and_then_says_why() -> None:
    lease, now_s = TaskLease(), 0.0
    for _ in range(MOST_TRIES):
        lease = taken(lease, "a", now_s)
        assert lease.is_held_by("a")
        now_s += LEASE_S + 1
        lease = expired(lease, now_s)
    assert (lease.state, lease.why, lease.tries) == (ShardState.FAILED, LOST, MOST_TRIES)


def test_a_worker_that_was_given_up_says_nothing_any_more() -> None:
    lease = expired(taken(TaskLease(), "slow", 0.0), LEASE_S + 1)
    second = taken(lease, "quick", LEASE_S + 2)
    assert ended(second, "slow", ShardState.DONE) == second
    assert ended(second, "quick", ShardState.DONE).state is ShardState.DONE
