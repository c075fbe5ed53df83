"""The injected clock of the tests."""

from datetime import UTC, datetime, timedelta

import pytest

from console.kernel.clock import Clock
from tests.fakes.manual_clock import ManualClock


def test_time_moves_only_when_told_and_both_clocks_agree() -> None:
    clock = ManualClock()
    as_port: Clock = clock
    at, monotonic_s = as_port.now(), as_port.monotonic()
    assert (as_port.now(), as_port.monotonic()) == (at, monotonic_s)
    clock.advance(90)
    assert as_port.now() - at == timedelta(seconds=90)
    assert as_port.monotonic() - monotonic_s == 90


def test_a_jump_of_the_wall_clock_leaves_monotonic_time_alone() -> None:
    clock = ManualClock()
    before_s = clock.monotonic()
    clock.set_wall_clock(datetime(2020, 1, 1, tzinfo=UTC))
    assert clock.now().year == 2020
    assert clock.monotonic() == before_s


def test_time_does_not_go_back_and_is_always_aware() -> None:
    clock = ManualClock()
    with pytest.raises(ValueError, match="does not go back"):
        clock.advance(-1)
    with pytest.raises(ValueError, match="aware"):
        clock.set_wall_clock(datetime(2020, 1, 1))  # noqa: DTZ001 - the mistake under test
