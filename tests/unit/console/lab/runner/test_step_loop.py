"""The lab's heartbeat gives steps real time and leaves the servers their share however long a step takes."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        await StepLoop(step, clock).run()
    assert steps == pytest.approx([0.0, 1.0, 11.0])
    assert pauses == pytest.approx([0.9, 3.0, 0.9])
