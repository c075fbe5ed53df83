"""A signal that asks the program to end waits until what must not be cut off is through."""

import signal
from collections.abc import Iterator

import pytest

from console.kernel.held_signals import held_signals


class EndedError(Exception):
    """What the handler of these tests raises."""


def end(_number: int, _frame: object) -> None:
    raise EndedError


@pytest.fixture(autouse=True)
def _handlers() -> Iterator[None]:
    """Handlers of this test, and those of before after it."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, end) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_came_is_let_through_once_at_the_end(number: signal.Signals) -> None:
    reached: list[str] = []

    def work() -> None:
        with held_signals():
            signal.raise_signal(number)
            signal.raise_signal(number)
            reached.append("through")

    with pytest.raises(EndedError):
        work()
    assert reached == ["through"]
    assert signal.getsignal(number) is end


def test_without_a_signal_nothing_happens() -> None:
    with held_signals():
        pass
    assert signal.getsignal(signal.SIGTERM) is end
