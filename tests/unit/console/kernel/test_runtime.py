"""The runtime runs work in scopes and leaves nothing behind."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from console.kernel.errors import ConsoleError
from console.kernel.runtime import Runtime


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    runtime = Runtime()
    yield runtime
    runtime.close()


def test_a_cancelled_scope_ends_its_tasks_and_takes_no_more(runtime: Runtime) -> None:
    scope = runtime.scope("page")
    ended = threading.Event()

    async def wait_for_ever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    future = scope.start(wait_for_ever())
    runtime.run(asyncio.sleep(0))
    scope.cancel()
    assert ended.wait(5)
    assert future.cancelled()
    assert runtime.open_scopes == ()
    with pytest.raises(ConsoleError, match="page"):
        scope.start(asyncio.sleep(0))


def test_blocking_work_runs_beside_the_loop(runtime: Runtime) -> None:
    async def name() -> str:
        return await runtime.in_thread(lambda: threading.current_thread().name)

    assert runtime.run(name()).startswith("blocking")


def test_closing_ends_scopes_threads_and_loop() -> None:
    runtime = Runtime()
    before = set(threading.enumerate())
    runtime.scope("forgotten").start(asyncio.sleep(3600))
    runtime.close()
    runtime.close()
    assert set(threading.enumerate()) <= before | {threading.current_thread()}
    with pytest.raises(ConsoleError):
        _ = runtime.loop
