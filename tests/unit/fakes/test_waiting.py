"""Waiting with a deadline."""

import time

import pytest

from tests.fakes.waiting import holds_within, wait_until


def test_returns_as_soon_as_the_condition_holds() -> None:
    looks: list[int] = []
    wait_until(lambda: looks.append(1) or len(looks) >= 3, limit_s=5)
    assert len(looks) == 3


def test_fails_with_what_was_awaited_when_the_deadline_passes() -> None:
    started = time.monotonic()
    with pytest.raises(AssertionError, match=r"the server did not hold within 0\.1 s"):
        wait_until(lambda: False, limit_s=0.1, what="the server")
    assert time.monotonic() - started < 2


def test_prepare_runs_between_looks_only() -> None:
    prepared: list[int] = []
    assert holds_within(1, lambda: True, prepare=lambda: prepared.append(1))
    assert not prepared
    assert holds_within(1, lambda: bool(prepared), prepare=lambda: prepared.append(1))
