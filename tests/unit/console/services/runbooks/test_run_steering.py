"""Stopping and ending runs: also those whose console ended in the middle of a step, and just before a step begins."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from console.domain.change import ChangeState
from console.domain.runbooks import run_command, run_step
from console.domain.runbooks.runbook_run import RunbookRun, RunOutcome, RunState
from console.domain.runbooks.step_run import StepState
from console.kernel.errors import ConnectorError, ErrorKind
from console.services.runbooks import run_driver
from tests.fakes.runbook_console import RunbookConsole
from tests.fakes.waiting import wait_until

READS = """## Steps

```promql {"name":"look"}
up == 1
```

```sh {"name":"after"}
touch made
```
"""
GATED = """```job
auto-dev:gated
```
"""


@pytest.fixture
def console(tmp_path: Path) -> Iterator[RunbookConsole]:
    one = RunbookConsole(tmp_path)
    yield one
    one.close()


def begun(console: RunbookConsole, text: str = READS) -> RunbookRun:
    """An automatic run whose first step is journaled as begun, as when its console ends right after that."""
    run = console.start(text)
    console.run(console.command.auto(run.id))
    begun: RunbookRun = console.run(
        console.book.move(run.id, lambda one: run_step.begun(one, console.book.now_s(), "ann"))
    )
    return begun


def left(folder: Path, *, is_stopped: bool = False) -> str:
    """The run of a console that ended while its first step ran, and before it heeded who stopped it."""
    first = RunbookConsole(folder)
    run = begun(first)
    if is_stopped:
        first.run(first.book.move(run.id, lambda one: run_command.stopping(one, first.book.now_s(), "bob", "enough")))
    first.close()
    return run.id


def test_the_run_of_a_console_that_crashed_is_ended_at_once(tmp_path: Path) -> None:
    run_id = left(tmp_path)
    console = RunbookConsole(tmp_path)
    try:
        run = console.run(console.command.abort(run_id, "enough"))
        assert (run.state, run.outcome, run.steps[0].state) == (RunState.ENDED, RunOutcome.ABORTED, StepState.UNKNOWN)
        assert run.moments[-1].note == "enough"
        assert console.drive(run) == run
        assert console.world.metrics.asked == []
    finally:
        console.close()


def test_the_run_of_a_console_that_crashed_rests_when_it_is_stopped_and_goes_on_when_it_is_resumed(
    tmp_path: Path,
) -> None:
    run_id = left(tmp_path)
    console = RunbookConsole(tmp_path)
    try:
        run = console.run(console.command.stop(run_id, "enough"))
        assert (run.state, run.steps[0].state) == (RunState.RESTING, StepState.UNKNOWN)
        assert console.drive(run) == run
        assert console.world.metrics.asked == []
        run = console.say(run, "auto")
        assert run.outcome is RunOutcome.SUCCEEDED
        assert run.steps[0].attempt == 2, "it only reads"
    finally:
        console.close()


@pytest.mark.parametrize("how", ["drive", "take_up", "abort", "stop"])
def test_a_stop_that_the_crashed_console_did_not_heed_is_heeded(tmp_path: Path, how: str) -> None:
    run_id = left(tmp_path, is_stopped=True)
    console = RunbookConsole(tmp_path)
    try:
        assert console.book.find(run_id).is_stopping
        ways: dict[str, Callable[[], RunbookRun]] = {
            "drive": lambda: console.drive(console.book.find(run_id)),
            "take_up": lambda: console.run(console.desk.take_up(run_id)),
            "abort": lambda: console.run(console.command.abort(run_id)),
            "stop": lambda: console.run(console.command.stop(run_id)),
        }
        run = ways[how]()
        assert run.state is (RunState.ENDED if how == "abort" else RunState.RESTING)
        assert (run.steps[0].state, run.steps[0].attempt) == (StepState.UNKNOWN, 1)
        assert console.world.metrics.asked == []
    finally:
        console.close()


def test_what_another_console_carries_out_is_stopped_by_that_one(tmp_path: Path) -> None:
    first, second = RunbookConsole(tmp_path), RunbookConsole(tmp_path)
    try:
        run = begun(first)
        after = second.run(second.command.abort(run.id, "enough"))
        assert (after.state, after.is_stopping, after.owner) == (RunState.RUNNING, True, run.owner)
        assert second.run(second.command.abort(run.id, "enough")) == after, "said already"
    finally:
        second.close()
        first.close()


@pytest.mark.parametrize("what", ["stop", "abort"])
def test_what_is_said_just_before_a_step_begins_is_heeded(tmp_path: Path, what: str) -> None:
    first, second = RunbookConsole(tmp_path), RunbookConsole(tmp_path)
    real, told = first.book.move, []

    async def move(run_id: str, step: Callable[[RunbookRun], RunbookRun]) -> RunbookRun:
        if not told:
            told.append(what)
            await asyncio.to_thread(second.run, getattr(second.command, what)(run_id, "enough"))
        return await real(run_id, step)

    try:
        run = first.start(READS)
        first.run(first.command.auto(run.id))
        first.book.move = move  # type: ignore[method-assign]
        run = first.drive(run)
        assert run.state is (RunState.RESTING if what == "stop" else RunState.ENDED)
        assert (run.steps[0].state, run.steps[0].attempt) == (StepState.PENDING, 0)
    finally:
        second.close()
        first.close()


def test_a_step_that_is_stopped_while_its_gate_is_looked_at_does_not_begin(
    console: RunbookConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def opened_late(*_: Any) -> str:
        await console.command.stop(console.book.entries[-1].id, "enough")
        return ""

    monkeypatch.setattr(run_driver, "closed_gate", opened_late)
    run = console.whole(GATED)
    assert (run.state, run.steps[0].state) == (RunState.FAILED, StepState.CANCELLED)
    assert console.output(run) == ""


def test_a_step_that_fails_while_it_is_stopped_is_not_tried_again(
    console: RunbookConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def told(*_: Any) -> str:
        await console.command.stop(console.book.entries[-1].id, "enough")
        return "It is closed."

    monkeypatch.setattr(run_driver, "closed_gate", told)
    run = console.whole('# X\n\n```sh {"name":"flaky","retries":"3"}\ntrue\n```\n')
    assert (run.state, run.steps[0].attempt) == (RunState.FAILED, 1)


def test_a_change_that_was_put_off_is_not_made_after_the_recovery(console: RunbookConsole) -> None:
    console.engine.unlock()
    run = console.start(PUT_OFF)
    console.run(console.command.defer(run.id, "later"))
    run = console.auto(run)
    assert [one.state.value for one in run.steps] == ["passed-over", "passed", "passed"]
    assert run.outcome is RunOutcome.RECOVERED
    assert console.target.writes() == []


PUT_OFF = """## Steps

```change {"name":"set"}
operation: test-set-number
fields: {connection: asia, name: replicas, value: 7}
```

```decide {"name":"which"}
question: Is it broken?
when: errors > 0.05
choices:
  - {label: Broken, go: recovery}
  - {label: Well, go: next}
```

## Recovery

```sh {"name":"back"}
true
```
"""


UNDOES = """## Steps

```change {"name":"set"}
operation: test-set-number
fields: {connection: asia, name: replicas, value: 7}
```

```sh {"name":"after"}
true
```

## Recovery

```change {"name":"back"}
undo: set
```
"""


@pytest.mark.parametrize("is_lost", [False, True])
def test_a_recovery_waits_for_a_change_that_is_still_being_written(
    console: RunbookConsole, monkeypatch: pytest.MonkeyPatch, is_lost: bool
) -> None:
    """A step that was stopped has ended, its change has not; what nobody knows of is not told as undone (C4)."""
    console.engine.unlock()
    run, apply, begins, may = console.start(UNDOES), console.target.apply, asyncio.Event(), asyncio.Event()

    async def slow(operation: Any, base: str) -> Any:
        if operation.value == 7:
            begins.set()
            await may.wait()
        done = await apply(operation, base)
        if is_lost:
            console.target.fail_verify = ConnectorError(ErrorKind.UNREACHABLE, "Nobody answers.", "")
            raise ConnectorError(ErrorKind.TIMEOUT, "It did not answer.", "")
        return done

    monkeypatch.setattr(console.target, "apply", slow)
    console.run(console.command.auto(run.id))
    driving = console.desk.drive(run.id)
    console.run(begins.wait())
    console.run(console.command.stop(run.id, "enough"))
    assert driving.result(30).state is RunState.FAILED
    console.run(console.command.recover(run.id, "back", automatic=True))
    driving = console.desk.drive(run.id)

    async def go() -> None:
        may.set()

    wait_until(lambda: console.book.find(run.id).steps[-1].state is StepState.RUNNING, 30, "the recovery")
    console.run(go())
    ended = driving.result(60)
    if is_lost:
        assert (ended.state, console.target.numbers()) == (RunState.FAILED, {"replicas": 7})
        assert "Nobody knows yet what became of it: Set replicas to 7." in ended.why
    else:
        assert (ended.outcome, console.target.numbers()) == (RunOutcome.RECOVERED, {"replicas": 0})


@pytest.mark.parametrize("how", ["recover", "skip", "back"])
def test_the_change_that_a_crash_left_open_is_undone_by_the_recovery(tmp_path: Path, how: str) -> None:
    """Proves C4: whatever a person says to the run before, the change stays one of the run's."""
    first = RunbookConsole(tmp_path)
    first.engine.unlock()
    run = begun(first, UNDOES)
    draft = first.engine.draft(7)
    first.run(first.book.move(run.id, lambda one: run_step.changing(one, first.book.now_s(), draft.id, "Set.")))
    assert first.engine.settle(first.engine.confirm(draft)).state is ChangeState.VERIFIED
    first.close()
    console = RunbookConsole(tmp_path)
    try:
        run = console.run(console.command.stop(run.id, "enough"))
        assert (run.steps[0].state, run.steps[0].pending) == (StepState.UNKNOWN, draft.id)
        if how != "recover":
            run = console.run(console.command.skip(run.id, "not now"))
        if how == "back":
            run = console.run(console.command.back(run.id, "set"))
        assert console.say(run, "recover", automatic=True).outcome is RunOutcome.RECOVERED
        assert console.target.numbers() == {"replicas": 0}
    finally:
        console.close()


EXPORTS = """## Steps

```sh {"name":"one"}
export WORK_DIR=/srv/work OTHER=x
```

```sh {"name":"plain"}
echo $WORK_DIRS
```

```sh {"name":"two"}
echo "remove ${WORK_DIR}/*"
```
"""


def test_a_script_that_names_what_a_console_that_ended_had_remembered_does_not_run_without_it(tmp_path: Path) -> None:
    """Proves C4: what scripts export is on no disk; an empty variable would mean something else to the next one."""
    first = RunbookConsole(tmp_path)
    run = first.say(first.start(EXPORTS), "go")
    assert run.steps[0].exported == ("OTHER", "WORK_DIR")
    first.close()
    console = RunbookConsole(tmp_path)
    try:
        console.run(console.desk.take_up(run.id))
        run = console.say(run, "auto")
        assert (run.state, run.at) == (RunState.FAILED, 2)
        assert "The variable WORK_DIR, left by the step one, went with the console" in run.why
        assert console.output(run, 2) == ""
        console.run(console.command.back(run.id, "one"))
        run = console.say(run, "auto")
        assert (run.outcome, console.output(run, 2)) == (RunOutcome.SUCCEEDED, "remove /srv/work/*\n")
    finally:
        console.close()
