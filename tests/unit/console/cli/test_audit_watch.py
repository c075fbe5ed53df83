"""The forges are asked now and then, however often webhooks are delivered in between. Proves G1.6."""

import queue
from typing import Any

import pytest

from console.cli.audit_watch import _follow
from tests.fakes.manual_clock import ManualClock

EVERY_S = 300.0


class _Deliveries:
    """A queue that has a delivery every 100 seconds of its clock, ``count`` in all."""

    def __init__(self, clock: ManualClock, count: int) -> None:
        self._clock, self._left = clock, count

    def get(self, *, timeout: float) -> str:
        assert timeout > 0
        if not self._left or timeout < 100.0:
            self._clock.advance(timeout)
            raise queue.Empty
        self._left -= 1
        self._clock.advance(100.0)
        return "push"


class _Watched:
    """Runtime, carrier and pushes at once; what was asked is kept, and the 5th round ends the program."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock, self.asked = clock, list[tuple[str, float]]()

    def run(self, work: Any) -> Any:
        return work

    def audit(self, plans: Any) -> None:
        self.asked.append((plans, self._clock.monotonic() - 1000.0))
        if [one for one, _ in self.asked].count("round") == 5:
            raise KeyboardInterrupt

    def round(self) -> str:
        return "round"

    def take(self, push: str) -> str:
        return push


def test_deliveries_do_not_put_off_the_next_poll() -> None:
    clock = ManualClock()
    watched: Any = _Watched(clock)
    deliveries: Any = _Deliveries(clock, 7)
    with pytest.raises(KeyboardInterrupt):
        _follow(watched, watched, watched, deliveries, EVERY_S, clock)
    assert [at_s for one, at_s in watched.asked if one == "round"] == [0.0, 300.0, 600.0, 900.0, 1200.0]
    assert len([one for one, _ in watched.asked if one == "push"]) == 7
