"""The lab's heartbeat gives steps real time and leaves the servers their share however long a step takes."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.kernel.errors import ConsoleError
from console.lab.runner.step_loop import PERIOD_S, StepLoop, pause_s
from tests.fakes.manual_clock import ManualClock

pytestmark = pytest.mark.anyio


@given(st.floats(0, 1000))
def test_at_least_three_tenths_of_the_time_are_left_to_the_servers(spent_s: float) -> None:
    assert pause_s(spent_s) >= 0.2999 * (spent_s + pause_s(spent_s))
    assert spent_s + pause_s(spent_s) >= PERIOD_S - 1e-9


async def test_a_slow_step_is_not_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = ManualClock()
    pauses: list[float] = []
    steps: list[float] = []
    reported: list[str] = []
    began_s = clock.now().timestamp()
    durations = iter([0.1, 7.0, 0.1])

    def step(now_s: float) -> None:
        steps.append(now_s - began_s)
        clock.advance(next(durations))

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        clock.advance(seconds)
        if len(pauses) == 3:
            raise asyncio.CancelledError

    monkeypatch.setattr("console.lab.runner.step_loop.asyncio.sleep", pause)
    with pytest.raises(asyncio.CancelledError):
        await StepLoop(step, clock, reported.append).run()
    assert steps == pytest.approx([0.0, 1.0, 11.0])
    assert pauses == pytest.approx([0.9, 3.0, 0.9])
    assert reported == []


class Beats:
    """A loop whose steps raise what is given, in turn, and whose clock jumps by seconds after each."""

    def __init__(self, faults: Sequence[Exception | None], jumps: Sequence[float]) -> None:
        self.clock, self.reported = ManualClock(), list[str]()
        self.faults, self.jumps, self.steps = list(faults), list(jumps), 0

    def step(self, _now_s: float) -> None:
        self.steps += 1
        fault = self.faults[self.steps - 1]
        if fault is not None:
            raise fault

    async def pause(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.clock.set_wall_clock(self.clock.now() + timedelta(seconds=self.jumps[self.steps - 1]))
        if self.steps == len(self.faults):
            raise asyncio.CancelledError

    async def run(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("console.lab.runner.step_loop.asyncio.sleep", self.pause)
        with pytest.raises(asyncio.CancelledError):
            await StepLoop(self.step, self.clock, self.reported.append).run()


async def test_a_step_that_fails_is_told_once_and_the_lab_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = ConsoleError("The CronJob is gone.")
    beats = Beats([None, gone, gone, None, ValueError("odd")], [0.0] * 5)
    await beats.run(monkeypatch)
    assert beats.steps == 5
    assert beats.reported == [
        "A step of the lab failed: The CronJob is gone. Undo your last change of the lab.",
        "A step of the lab failed: odd. Undo your last change of the lab.",
    ]


async def test_a_clock_that_is_set_back_is_told_and_a_small_correction_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    beats = Beats([None] * 4, [0.0, -3600.0, -1.5, 0.0])
    await beats.run(monkeypatch)
    assert beats.reported == ["The computer's clock was set back by 3599 s; the lab goes on from there."]
