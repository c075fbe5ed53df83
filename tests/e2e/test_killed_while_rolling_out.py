"""Killed at any instant of a rollout: the next console asks what is there, and goes on. Proves E2.3, product P2."""

import random
from itertools import pairwise
from pathlib import Path

import pytest

from console.domain.rollouts.rollout_run import RunWay
from tests.fakes.killed_program import kill_within
from tests.fakes.rollout_console import AFTER, BEFORE, RolloutConsole
from tests.fakes.rollout_plans import CELLS, route_plan

CHILD = """
import asyncio, random, sys
from pathlib import Path
from tests.fakes.rollout_console import RolloutConsole

folder, dice = Path(sys.argv[1]), random.Random(int(sys.argv[2]))
console = RolloutConsole(folder, pace_s=0.001)

async def pause():
    await asyncio.sleep(dice.random() * 0.01)

console.target.pause = pause
run = console.book.entries[-1]
(folder / "going").touch()
console.drive(run.id)
"""


def killed_rollout(folder: Path, kills: int, dice: random.Random, *, abort: bool) -> None:
    """Begin, kill a few times, and let one more console bring it to its end."""
    first = RolloutConsole(folder)
    first.engine.unlock()
    run = first.start(route_plan(2.0))
    first.close()
    for _ in range(kills):
        kill_within(0.15, CHILD, folder, dice)
    last = RolloutConsole(folder)
    try:
        found = last.book.find(run.id)
        if abort and not found.is_over:
            last.run(last.command.abort(run.id))
        ended = last.drive(run.id)
        assert ended.is_over, ended.why
        back = ended.way is RunWay.BACK
        assert last.target.routes() == dict.fromkeys(CELLS, BEFORE if back else AFTER)
        for cell in CELLS:
            writes = [line for line in last.target.writes() if line.startswith(f"{cell} ")]
            assert all(one != two for one, two in pairwise(writes)), "a step was repeated"
        steps = [one.change_id for one in ended.changes]
        assert len(steps) == len(set(steps))
        assert [one for one in last.book.problems if "damaged" not in one] == []
    finally:
        last.close()


@pytest.mark.parametrize("abort", [False, True], ids=["goes on", "is aborted"])
def test_a_rollout_survives_kills(tmp_path: Path, abort: bool) -> None:
    killed_rollout(tmp_path, 3, random.Random(5), abort=abort)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_many_rollouts_survive_many_kills(tmp_path: Path) -> None:
    dice = random.Random(11)
    for number in range(50):
        (folder := tmp_path / str(number)).mkdir()
        killed_rollout(folder, 4, dice, abort=dice.random() < 0.4)
