"""The changes slice: changes, rollouts and runs of runbooks of the open estate, and which connections are unlocked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.domain.change import RUNNING

if TYPE_CHECKING:
    from console.domain.change_event import ChangeChanged, ConnectionUnlocked, RolloutChanged, RunbookRunChanged
    from console.store.state import State

CAPACITY = 500  # the journal holds all of them
_RUNS = 100  # of rollouts, and of runbooks


def reduce(state: State, event: ChangeChanged) -> tuple[State, frozenset[object]]:
    """Take a change of the open estate as it is now; an older step than the known one is late and changes nothing."""
    change = event.change
    known = state.changes.get(change.id)
    elsewhere = state.estate is None or state.estate.name != change.estate
    if elsewhere or (known is not None and known.step >= change.step):
        return state, frozenset()
    changes = {**state.changes, change.id: change}
    if len(changes) > CAPACITY:
        ended = (one for one in changes.values() if one.state not in RUNNING)
        oldest = min(ended, key=lambda one: one.at_s, default=None)
        if oldest is not None:
            del changes[oldest.id]
    return replace(state, changes=changes), frozenset({change.id})


def reduce_unlocked(state: State, event: ConnectionUnlocked) -> tuple[State, frozenset[object]]:
    """Take until when a connection is unlocked."""
    unlock = event.unlock
    if state.estate is None or state.estate.name != unlock.estate:
        return state, frozenset()
    return replace(state, unlocks={**state.unlocks, unlock.connection: unlock}), frozenset({unlock.connection})


def reduce_rollout(state: State, event: RolloutChanged) -> tuple[State, frozenset[object]]:
    """Take a rollout of the open estate as it is now; an older step than the known one is late and changes nothing."""
    run = event.run
    known = state.rollouts.get(run.id)
    elsewhere = state.estate is None or state.estate.name != run.estate
    if elsewhere or (known is not None and known.step > run.step):
        return state, frozenset()
    runs = {**state.rollouts, run.id: run}
    if len(runs) > _RUNS:
        del runs[min((one.id for one in runs.values() if one.is_over), default=run.id)]
    return replace(state, rollouts=runs), frozenset({run.id})


def reduce_run(state: State, event: RunbookRunChanged) -> tuple[State, frozenset[object]]:
    """Take a run of a runbook as it is now; an older step than the known one is late and changes nothing."""
    run = event.run
    known = state.runbook_runs.get(run.id)
    elsewhere = state.estate is None or state.estate.name != run.estate
    if elsewhere or (known is not None and known.step > run.step):
        return state, frozenset()
    runs = {**state.runbook_runs, run.id: run}
    if len(runs) > _RUNS:
        del runs[min((one.id for one in runs.values() if one.is_over), default=run.id)]
    return replace(state, runbook_runs=runs), frozenset({run.id})
