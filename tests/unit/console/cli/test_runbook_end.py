"""``runbook stop --end`` said once ends a run whose step another console carries out (proves C4)."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.cli.runbook_end import end_run
from console.domain.runbooks import run_command, run_step
from console.domain.runbooks.runbook_run import RunbookRun, RunState
from console.domain.runbooks.step_result import StepEnd, StepResult
from tests.fakes.manual_clock import ManualClock
from tests.fakes.runbook_console import RunbookConsole

TEXT = """## Steps

```sh {"name":"long"}
sleep 60
```
"""


@pytest.fixture
def consoles(tmp_path: Path) -> Iterator[tuple[RunbookConsole, RunbookConsole]]:
    both = RunbookConsole(tmp_path), RunbookConsole(tmp_path)
    yield both
    for one in reversed(both):
        one.close()


def begun(console: RunbookConsole) -> RunbookRun:
    run = console.start(TEXT)
    console.run(console.command.auto(run.id))
    found: RunbookRun = console.run(
        console.book.move(run.id, lambda one: run_step.begun(one, console.book.now_s(), "ann"))
    )
    return found


@pytest.mark.parametrize("who", ["stops", "ends", "hangs"])
def test_a_run_is_ended_as_soon_as_its_console_has_stopped_the_step(
    consoles: tuple[RunbookConsole, RunbookConsole], who: str
) -> None:
    driving, other = consoles
    run, clock = begun(driving), ManualClock()
    waits: list[float] = []

    def heeds(one: RunbookRun) -> RunbookRun:
        result = StepResult(StepEnd.CANCELLED, "It was stopped.")
        stopped = run_step.finished(one, driving.book.now_s(), result, driving.plan(TEXT))
        return stopped if who == "stops" else run_command.aborted(stopped, driving.book.now_s(), "ann", "mine")

    async def heed() -> None:
        await driving.book.refresh()
        await driving.book.move(run.id, heeds)

    async def sleep(seconds: float) -> None:
        clock.advance(seconds)
        waits.append(seconds)
        if len(waits) == 3 and who != "hangs":
            await asyncio.to_thread(driving.run, heed())

    after = other.run(end_run(other.desk, run.id, "enough", clock, sleep))
    if who == "hangs":
        assert (after.state, after.is_stopping, sum(waits)) == (RunState.RUNNING, True, 30.0)
        return
    assert (after.state, len(waits)) == (RunState.ENDED, 3)
