"""Killed at any instant of a change: no record is lost, nothing is applied twice, the next start asks the target."""

import random
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from console.domain.change import RUNNING, Change, ChangeState
from tests.fakes.change_engine import Engine
from tests.fakes.killed_program import killed_program
from tests.fakes.number_target import NumberTarget, SetNumber
from tests.fakes.waiting import wait_until

# proves C3

CHILD = """
import asyncio, random, sys
from pathlib import Path
from tests.fakes.change_engine import Engine
from tests.fakes.number_target import NumberTarget

folder, dice = Path(sys.argv[1]), random.Random(int(sys.argv[2]))

class Slow(NumberTarget):
    async def apply(self, operation, base):
        await asyncio.sleep(dice.random() * 0.004)
        answer = await super().apply(operation, base)
        await asyncio.sleep(dice.random() * 0.004)
        return answer

    async def verify(self, operation):
        await asyncio.sleep(dice.random() * 0.004)
        return await super().verify(operation)

engine = Engine(folder, Slow(folder))
for change in engine.runtime.run(engine.recovery.take_over(), 20):
    engine.settle(change)
engine.unlock()
(folder / "going").touch()
while True:
    change = engine.draft(dice.randrange(1, 2**31))
    engine.settle(engine.confirm(change))
    if dice.random() < 0.3:
        engine.settle(engine.confirm(engine.runtime.run(engine.service.undo(change.id), 10)))
"""


def kill_once(folder: Path, dice: random.Random) -> None:
    """Let a console change things, and kill it at a random instant after its first unlock, often after a write."""
    target = NumberTarget(folder)
    before = len(target.writes())
    with killed_program(CHILD, folder, dice) as child:
        if dice.random() < 0.6:
            wait_until(lambda: len(target.writes()) > before, 30, "the first write")
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(dice.random() * 0.08)


def value_of(change: Change) -> int:
    assert isinstance(change.operation, SetNumber)
    return change.operation.value


def look(folder: Path, dice: random.Random) -> tuple[int, int]:
    """Start the next console and hold its book against the target's own record; return what was left and written."""
    engine = Engine(folder, NumberTarget(folder))
    try:
        assert [one for one in engine.book.problems if "damaged" not in one] == []
        started = {one.id for one in engine.book.changes if ChangeState.APPLYING in [two.state for two in one.moments]}
        writes_before = engine.target.writes()
        left = engine.runtime.run(engine.recovery.take_over(), 20)
        if dice.random() < 0.1:
            engine.die()  # this one does not come to the end of its recovery either
            return len(left), len(writes_before)
        for change in left:
            engine.settle(change)
        assert engine.target.writes() == writes_before, "recovery wrote"
        assert not [one for one in engine.book.changes if one.state in RUNNING]
        check_book(engine, started)
        return len(left), len(writes_before)
    finally:
        engine.close()


def check_book(engine: Engine, started: set[str]) -> None:
    """The target's own record and the journal agree: one write for each change that is told as done, and no other."""
    written = Counter(int(line.split()[0].partition("=")[2]) for line in engine.target.writes())
    done = [one for one in engine.book.changes if one.state in {ChangeState.VERIFIED, ChangeState.UNDONE}]
    assert Counter(value_of(one) for one in done) == written
    assert {one.id for one in done} <= started, "a change was applied that the journal had not announced"
    states = [[one.state for one in change.moments] for change in engine.book.changes]
    assert all(one.count(ChangeState.APPLYING) <= 1 for one in states)


def kill_often(folder: Path, times: int, seed: int) -> None:
    dice = random.Random(seed)
    left, written = 0, 0
    for _ in range(times):
        kill_once(folder, dice)
        found, written = look(folder, dice)
        left += found
    assert left >= times // 4, "the kills hit nothing in flight"
    assert written >= times // 3, "the kills left nothing to hold the books against"


def test_twenty_kills_lose_no_change_and_repeat_none(tmp_path: Path) -> None:
    kill_often(tmp_path, 20, 7)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_five_hundred_kills_lose_no_change_and_repeat_none(tmp_path: Path) -> None:
    for number in range(20):  # a profile of its own each: what is read at every start stays small
        (folder := tmp_path / str(number)).mkdir()
        kill_often(folder, 25, 11 + number)
