"""Killed at any instant of a run: no step is lost, none is silently repeated, the next console goes on. Proves L2.3."""

import random
from collections import Counter
from pathlib import Path

import psutil
import pytest

from console.domain.runbooks.question import Asks
from console.domain.runbooks.runbook_run import RunbookRun, RunOutcome, RunState
from console.domain.runbooks.step_run import StepState
from tests.fakes.killed_program import kill_within, killed_program
from tests.fakes.runbook_console import RunbookConsole
from tests.fakes.waiting import wait_until

SCRIPT = """```sh {"name":"script-%d"}
echo "begin script-%d" >> "%s"
sleep 0.01
echo "end script-%d" >> "%s"
```
"""
CHANGE = """```change {"name":"change-%d"}
operation: test-set-number
fields: {connection: asia, name: n%d, value: %d}
```
"""
LOOK = """```promql {"name":"look-%d"}
up == 1
```
"""
ROUNDS = 4

CHILD = """
import asyncio, random, sys
from pathlib import Path
from tests.fakes.runbook_console import RunbookConsole

folder, dice = Path(sys.argv[1]), random.Random(int(sys.argv[2]))
console = RunbookConsole(folder)
target = console.target
write = target.apply

async def slow(operation, base):
    await asyncio.sleep(dice.random() * 0.005)
    answer = await write(operation, base)
    await asyncio.sleep(dice.random() * 0.005)
    return answer

target.apply = slow
run = console.book.entries[-1]
(folder / "going").touch()
console.drive(run)
"""


def runbook(folder: Path) -> str:
    log = folder / "scripts.log"
    parts = ["## Steps\n"]
    for place in range(ROUNDS):
        parts.append(SCRIPT % (place, place, log, place, log))
        parts.append(LOOK % place)
        parts.append(CHANGE % (place, place, place + 1))
    return "\n".join(parts)


def begin(folder: Path) -> str:
    first = RunbookConsole(folder)
    first.engine.unlock()
    run = first.start(runbook(folder))
    first.run(first.command.auto(run.id))
    first.close()
    return run.id


def scripts(folder: Path) -> list[str]:
    file = folder / "scripts.log"
    return file.read_text().splitlines() if file.exists() else []


def is_quiet(folder: Path) -> bool:
    """A script whose console was killed goes on: what became of it can be told when it has ended."""
    for one in psutil.process_iter(["cmdline"]):
        if any(str(folder / "profile") in part for part in one.info["cmdline"] or ()):
            return False
    return True


def answer(console: RunbookConsole, run: RunbookRun) -> RunbookRun:
    """Say what became of the interrupted script, as a person would: by looking."""
    now = run.present
    assert now is not None
    assert now.question is not None
    assert now.question.asks is Asks.UNKNOWN
    wait_until(lambda: is_quiet(console.folder), 20, "the end of the script that was left")
    done = f"end {now.name}" in scripts(console.folder)
    assert done == (f"begin {now.name}" in scripts(console.folder))
    return console.say(run, "answer", 0 if done else 1)


def repeat(console: RunbookConsole, run: RunbookRun) -> RunbookRun:
    """A change was cut off before it was written: it is not sent again by itself, but by who has looked."""
    now = run.present
    assert now is not None
    assert "It was not applied, or has been changed since" in run.why, run.why
    assert f"n{now.name.removeprefix('change-')}" not in console.target.numbers()
    run = console.say(run, "retry")
    return console.say(run, "auto") if run.state is RunState.RESTING else run


def to_the_end(folder: Path, run_id: str) -> tuple[RunbookRun, int]:
    last = RunbookConsole(folder)
    try:
        asked = 0
        run = last.book.find(run_id)
        # What the killed console was just starting holds its lock until it has become another program.
        wait_until(lambda: not last.book.journal.is_running(run.owner), 20, "the end of the console that was killed")
        run = last.drive(run)
        while run.state in {RunState.WAITING, RunState.FAILED}:
            if run.state is RunState.FAILED:
                run = repeat(last, run)
                continue
            asked += 1
            run = answer(last, run)
            if run.state is RunState.RESTING:
                run = last.say(run, "auto")
        assert run.state is RunState.ENDED, run.why
        assert [one for one in last.book.problems if "damaged" not in one] == []
        return run, asked
    finally:
        last.close()


def check(folder: Path, run: RunbookRun) -> None:
    """Every step was done, and its effect is there once."""
    assert run.outcome is RunOutcome.SUCCEEDED
    assert {one.state for one in run.steps} == {StepState.PASSED}
    once = Counter(f"{word} script-{place}" for place in range(ROUNDS) for word in ("begin", "end"))
    assert Counter(scripts(folder)) == once
    writes = (folder / "writes.log").read_text().splitlines()
    assert Counter(writes) == Counter(f"n{place}={place + 1} console" for place in range(ROUNDS))
    changes = [one for step in run.steps for one in step.changes]
    assert len(changes) == len(set(changes)) >= ROUNDS  # what was done again has a second one


def kill_often(folder: Path, times: int, dice: random.Random) -> int:
    """Kill a run a few times, let it come to its end, and return how often a person was asked."""
    run_id = begin(folder)
    for _ in range(times):
        kill_within(0.25, CHILD, folder, dice)
    run, asked = to_the_end(folder, run_id)
    check(folder, run)
    return asked


def test_a_run_survives_kills(tmp_path: Path) -> None:
    kill_often(tmp_path, 4, random.Random(3))


LONG = """## Steps

```sh {"name":"long"}
echo $$ > "%s"
exec sleep 300
```
"""


def test_what_goes_on_without_its_console_is_told_before_anybody_does_it_again(tmp_path: Path) -> None:
    first, told = RunbookConsole(tmp_path), tmp_path / "number"
    run = first.start(LONG % told)
    first.run(first.command.auto(run.id))
    first.close()
    with killed_program(CHILD, tmp_path, random.Random(5)):
        wait_until(lambda: told.is_file() and told.read_text().endswith("\n"), 30, "the step at work")
    number = int(told.read_text())
    last = RunbookConsole(tmp_path)
    try:
        run = last.drive(run)
        now = run.present
        assert now is not None
        assert now.question is not None
        assert f"still runs (process {number})" in now.question.text
    finally:
        psutil.Process(number).kill()
        last.close()


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_five_hundred_kills_lose_no_step_and_repeat_none(tmp_path: Path) -> None:
    dice = random.Random(17)
    asked = 0
    for number in range(125):
        (folder := tmp_path / str(number)).mkdir()
        asked += kill_often(folder, 4, dice)
    assert asked > 10, "the kills hit no script"
