"""What dies of the lab's metrics is started again; what dies again and again, ever more seldom (proves C7)."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from console.kernel.errors import ConsoleError
from console.lab.runner.metric_keeper import SELDOM_S, MetricKeeper
from console.lab.runner.step_loop import PERIOD_S

pytestmark = pytest.mark.anyio
BROKEN = "Alertmanager did not start: no space left on device."


class Servers:
    """Two servers; ``plan`` tells of each look whether a server lives, had died, or cannot be started."""

    def __init__(self, prometheus: list[str], alertmanager: list[str]) -> None:
        self.prometheus, self.alertmanager = iter(prometheus), iter(alertmanager)

    async def revive(self) -> bool:
        return self._answer(next(self.prometheus, "lives"))

    async def revive_alertmanager(self) -> bool:
        return self._answer(next(self.alertmanager, "lives"))

    def _answer(self, state: str) -> bool:
        if state == "broken":
            raise ConsoleError(BROKEN)
        return state == "died"


async def kept(
    monkeypatch: pytest.MonkeyPatch, servers: Servers, looks: int, *, wanted: bool = True
) -> tuple[list[float], list[str]]:
    """The pauses and the sentences of so many looks."""
    pauses: list[float] = []
    told: list[str] = []

    async def pause(seconds: float) -> None:
        if len(pauses) == looks:
            raise asyncio.CancelledError
        pauses.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", pause)
    switches: Any = SimpleNamespace(metrics_wanted=wanted)
    keeper = MetricKeeper(servers, switches, told.append)  # type: ignore[arg-type]
    with pytest.raises(asyncio.CancelledError):
        await keeper.run()
    return pauses, told


async def test_what_has_died_is_started_again_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses, told = await kept(monkeypatch, Servers(["lives", "died"], ["died"]), 4)
    assert told == [
        "The lab's Alertmanager ended by itself and was started again.",
        "The lab's Prometheus ended by itself and was started again.",
    ]
    assert pauses == [PERIOD_S, 2 * PERIOD_S, 4 * PERIOD_S, PERIOD_S]


async def test_what_cannot_be_started_is_tried_ever_more_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses, told = await kept(monkeypatch, Servers([], ["broken"] * 60), 60)
    assert told == [BROKEN] * 60
    assert pauses[-1] == SELDOM_S
    assert sum(pauses) > 50 * SELDOM_S, "an hour of it, not a minute"


async def test_one_that_cannot_be_started_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    _, told = await kept(monkeypatch, Servers(["broken"], ["died"]), 1)
    assert told == [BROKEN, "The lab's Alertmanager ended by itself and was started again."]


async def test_a_scenario_that_wants_prometheus_down_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    _, told = await kept(monkeypatch, Servers(["died"], []), 2, wanted=False)
    assert told == []
