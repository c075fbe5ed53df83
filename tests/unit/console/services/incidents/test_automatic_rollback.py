"""Automatic rollback of a level-3 incident: only where asked for, only as a change, through lock and policy.

Proves E8.1, E4.2.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from console.domain.change import ChangeState
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.event import ObjectsListed
from console.domain.operation import Operation
from console.domain.operations.step_rollout import StepRollout
from tests.fakes.alarms import alarm
from tests.fakes.incident_console import POLICY, IncidentConsole
from tests.fakes.incident_evidence import api_release

AUTOMATIC = POLICY + "incidents: {rollback: automatic}\n"
Make = Callable[[str], IncidentConsole]


class Aborted:
    """Implements ``ChangeExecutor`` for one canary: ``done`` counts its aborts."""

    def __init__(self) -> None:
        self.done = 0

    def supports(self, operation: Operation) -> bool:
        return isinstance(operation, StepRollout)

    async def preview(self, _operation: Any) -> Preview:
        return Preview("1", (FieldChange("status.abort", "false", "true"),), None)

    async def apply(self, _operation: Any, _base: str) -> Operation | None:
        self.done += 1
        return None

    async def verify(self, _operation: Any) -> Verification:
        return Verification(Truth.REACHED, "aborted")


@pytest.fixture
def target() -> Aborted:
    return Aborted()


@pytest.fixture
def make(tmp_path: Path, target: Aborted) -> Iterator[Make]:
    """Make a console whose cell tokyo has a canary on its way."""
    made: list[IncidentConsole] = []

    def one(policy: str) -> IncidentConsole:
        console = IncidentConsole(tmp_path, policy, target=target)
        console.store.dispatch(ObjectsListed("asia", "rollouts", (api_release(),), console.clock.now().timestamp()))
        made.append(console)
        return console

    yield one
    for each in made:
        each.close()


def words(console: IncidentConsole) -> list[str]:
    return [one.word for one in console.only.moments]


def test_by_default_it_is_offered_and_nothing_is_changed(make: Make, target: Aborted) -> None:
    console = make(POLICY)
    console.engine.unlock()
    console.tell(alarm(service="api"))
    console.after(5, alarm(service="api"))
    assert words(console) == ["opened", "rollback-offered"]
    assert (target.done, console.engine.book.changes) == (0, ())


def test_where_it_is_asked_for_it_is_a_change_that_says_why_and_is_made_once(make: Make, target: Aborted) -> None:
    console = make(AUTOMATIC)
    console.engine.unlock()
    console.tell(alarm(service="api"))
    console.after(5, alarm(service="api"))
    (change,) = console.engine.book.changes
    settled = console.engine.settle(change)
    assert (settled.state, target.done) == (ChangeState.VERIFIED, 1)
    assert console.only.rollback == change.id
    assert console.only.id in change.reason
    assert words(console) == ["opened", "rolled-back"]


def test_a_lock_leaves_it_to_people_and_says_so(make: Make, target: Aborted) -> None:
    console = make(AUTOMATIC)
    console.tell(alarm(service="api"))
    console.after(5, alarm(service="api"))
    assert target.done == 0
    assert words(console) == ["opened", "rollback-offered"]
    assert "Not begun by itself" in console.only.moments[-1].note
    assert "locked" in console.only.moments[-1].note


def test_a_warning_takes_nothing_back(make: Make, target: Aborted) -> None:
    console = make(AUTOMATIC)
    console.engine.unlock()
    console.tell(alarm(severity="warning", service="api"))
    assert (target.done, words(console)) == (0, ["opened"])


def test_what_was_minor_for_hours_and_becomes_critical_is_taken_back_from_then_on(make: Make, target: Aborted) -> None:
    console = make(AUTOMATIC)
    console.engine.unlock()
    minor = alarm("EdgeModelUpdateWaiting", severity="info")
    console.tell(minor)
    console.after(5 * 3600, minor)
    console.after(5, minor, alarm(service="api"))
    console.after(5, minor, alarm(service="api"))
    console.engine.settle(console.engine.book.changes[0])
    assert target.done == 1
    assert words(console) == ["opened", "joined", "escalated", "rolled-back"]
