"""The changes slice: the newest step of each change of the open estate, and no more of them than are shown."""

from dataclasses import replace

from console.domain.change import ChangeState
from console.domain.change_event import ChangeChanged, ConnectionUnlocked
from console.domain.change_step import confirmed, previewed
from console.domain.unlock import Unlock, why_locked
from console.store.slices.changes import CAPACITY, reduce, reduce_unlocked
from console.store.slices.estate import EstateOpened
from console.store.slices.estate import reduce as reduce_estate
from console.store.state import State
from tests.fakes.sample_estate import sample_estate
from tests.unit.console.domain.test_change_step import PREVIEW, planned

OPEN = State(estate=sample_estate())


def test_a_change_is_taken_and_a_late_older_step_is_not() -> None:
    first = previewed(planned(), PREVIEW, 1.0)
    second = confirmed(first, 2.0, "me")
    state, ids = reduce(OPEN, ChangeChanged(second))
    assert ids == {second.id}
    assert state.changes == {second.id: second}
    assert reduce(state, ChangeChanged(first)) == (state, frozenset())
    assert reduce(state, ChangeChanged(second)) == (state, frozenset())


def test_changes_and_unlocks_of_another_estate_stay_out() -> None:
    assert reduce(OPEN, ChangeChanged(planned(estate="other"))) == (OPEN, frozenset())
    assert reduce(State(), ChangeChanged(planned())) == (State(), frozenset())
    assert reduce_unlocked(OPEN, ConnectionUnlocked(Unlock("other", "asia", 9.0, "ann"))) == (OPEN, frozenset())


def test_the_oldest_that_has_ended_makes_room_and_running_ones_stay() -> None:
    state = OPEN
    running = replace(confirmed(previewed(planned(), PREVIEW, 1.0), 1.0, "me"), id="running")
    state, _ = reduce(state, ChangeChanged(running))
    for number in range(CAPACITY + 5):
        state, _ = reduce(state, ChangeChanged(replace(previewed(planned(), PREVIEW, 10.0 + number), id=f"c{number}")))
    assert len(state.changes) == CAPACITY
    assert "running" in state.changes
    assert "c0" not in state.changes
    assert f"c{CAPACITY + 4}" in state.changes


def test_opening_an_estate_forgets_the_changes_of_the_last() -> None:
    state, _ = reduce(OPEN, ChangeChanged(planned()))
    state, _ = reduce_unlocked(state, ConnectionUnlocked(Unlock("shop", "asia", 9.0, "ann")))
    assert why_locked(state.unlocks, "asia", 8.0, read_only=False) == ""
    assert "locked" in why_locked(state.unlocks, "asia", 9.0, read_only=False)
    state, _ = reduce_estate(state, EstateOpened(sample_estate()))
    assert (state.changes, state.unlocks) == ({}, {})
    assert planned().state is ChangeState.PLANNED
