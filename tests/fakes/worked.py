"""Work for worker processes."""

import gc
import os
import weakref
from typing import NamedTuple

from console.kernel.errors import ConsoleError
from console.kernel.let_go import let_go
from console.kernel.runtime import Runtime

_left: list[weakref.ref[set[int]]] = []


def lets_go() -> list[bool]:
    """Let go of something; return which of all that was let go of is still there."""
    something = {1, 2}
    _left.append(weakref.ref(something))
    let_go(something)
    del something
    return [one() is not None for one in _left]


class Collections(NamedTuple):
    """How often the collector has looked for cycles ``before`` a call, and ``while_asked``."""

    before: int
    while_asked: int


def cycles_left() -> Collections:
    """Leave many cycles; return how often the collector looked for such."""
    before = _collections()
    for _ in range(20_000):
        cycle: list[object] = []
        cycle.append(cycle)
    return Collections(before, _collections() - before)


def _collections() -> int:
    return sum(one["collections"] for one in gc.get_stats())


def pid() -> int:
    """Return the worker's number."""
    return os.getpid()


def summed(values: list[float], times: int) -> float:
    """Return the sum of values, some times."""
    return sum(values) * times


def environment() -> dict[str, str]:
    """Return the worker's environment."""
    return dict(os.environ)


def loud() -> str:
    """Print a lot."""
    print("noise " * 10_000)
    return "heard"


def dry() -> None:
    """Fail as a user can understand."""
    raise ConsoleError("The lake is dry.", "Wait for rain.")


def faulty() -> float:
    """Fail as no user can understand."""
    return 1 / 0


def dies() -> None:
    """End the worker."""
    os._exit(3)


def endless() -> None:
    """Calculate for ever."""
    while True:
        pass


async def close_input(runtime: Runtime) -> None:
    """Close what the idle worker reads from, as the end of the program does."""
    assert runtime._workers is not None
    writing = runtime._workers._idle[0]._process.stdin
    assert writing is not None
    writing.close()
