"""Clocks that jump (corrected, set by hand, a computer that slept): nothing is done twice, and nothing lasts longer.

Proves the quality bar's row "clock jump, sleep/resume". The history and rollouts have theirs in their own suites.
"""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from console.domain.change import ChangeState
from console.domain.unlock import MOST_S
from console.kernel.errors import ChangeRefused
from console.presenters.format import ago
from tests.fakes.change_engine import Engine
from tests.fakes.number_target import NumberTarget

JUMPS = [timedelta(days=-1), timedelta(hours=-1), timedelta(hours=1), timedelta(days=1)]
NAMES = ["a day back", "an hour back", "an hour on", "a day on"]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A console whose connection is unlocked."""
    made = Engine(tmp_path, NumberTarget(tmp_path))
    made.unlock()
    yield made
    made.close()


def _jumping(engine: Engine, jump: timedelta, after: int) -> Callable[[float], object]:
    """Return a sleep in which the wall clock jumps once."""
    looks: list[float] = []

    async def sleep(seconds: float) -> None:
        looks.append(seconds)
        engine.slept.append(seconds)
        engine.clock.advance(seconds)
        if len(looks) == after:
            engine.clock.set_wall_clock(engine.clock.now() + jump)
        await asyncio.sleep(0)

    return sleep


@pytest.mark.parametrize("jump", JUMPS, ids=NAMES)
def test_a_change_nobody_keeps_is_undone_once_and_never_late(engine: Engine, jump: timedelta) -> None:
    assert engine.service.watch is not None
    engine.service.watch.__self__._sleep = _jumping(engine, jump, after=10)  # type: ignore[attr-defined]
    change = engine.confirm(engine.draft(5, revert_after_s=60.0))
    engine.settle(change)
    decided = engine.runtime.run(engine.service.decided(change.id), 20)
    assert decided.state is ChangeState.UNDONE
    assert engine.target.numbers() == {"replicas": 0}
    assert [one.undo_of for one in engine.book.changes].count(change.id) == 1
    assert sum(engine.slept) <= 60.0 + 30.0


@pytest.mark.parametrize("jump", JUMPS, ids=NAMES)
def test_an_unlock_never_lasts_longer_than_any_can(engine: Engine, jump: timedelta) -> None:
    engine.clock.set_wall_clock(engine.clock.now() + jump)
    lasted_s = 0.0
    while lasted_s <= MOST_S:
        try:
            engine.access.require_unlocked("asia")
        except ChangeRefused:
            break
        engine.clock.advance(600.0)
        lasted_s += 600.0
    assert lasted_s <= MOST_S
    engine.unlock()
    engine.access.require_unlocked("asia")


@pytest.mark.parametrize("jump", JUMPS, ids=NAMES)
def test_what_is_in_the_journal_is_read_the_same_after_a_jump(engine: Engine, tmp_path: Path, jump: timedelta) -> None:
    change = engine.do(5)
    engine.clock.set_wall_clock(engine.clock.now() + jump)
    other = Engine(tmp_path, NumberTarget(tmp_path), clock=engine.clock)
    try:
        other.runtime.run(other.recovery.take_over(), 10)
        assert other.book.find(change.id).state is ChangeState.VERIFIED
        assert len(other.book.changes) == 1
        assert "-" not in ago(change.at_s, other.book.now_s())
    finally:
        other.close()
