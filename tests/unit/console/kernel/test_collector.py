"""The collector rests until the last who asked for it is done."""

import gc
from collections.abc import Iterator

import pytest

from console.kernel.collector import collector_at_rest


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    was_on = gc.isenabled()
    yield
    gc.enable() if was_on else gc.disable()


def test_it_rests_until_the_outermost_is_done_also_after_a_fault() -> None:
    gc.enable()
    with collector_at_rest():
        try:
            with collector_at_rest():
                assert not gc.isenabled()
                raise ValueError
        except ValueError:
            assert not gc.isenabled()
    assert gc.isenabled()


def test_a_collector_that_is_off_stays_off() -> None:
    gc.disable()
    with collector_at_rest():
        pass
    assert not gc.isenabled()
