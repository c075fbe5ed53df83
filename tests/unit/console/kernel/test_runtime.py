"""The runtime runs work in scopes and leaves nothing behind."""

import asyncio
import gc
import threading
from contextlib import suppress

import anyio
import pytest

from console.kernel.errors import ConsoleError
from console.kernel.runtime import Runtime


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


def test_a_closed_runtime_takes_no_work_and_leaves_no_coroutine_unawaited() -> None:
    """Pages may still start something while the program ends; warnings are errors here."""
    runtime = Runtime()
    early = runtime.scope("early")
    runtime.close()
    for start in (early.start, runtime.scope("late").start, runtime.submit, runtime.run):
        with pytest.raises(ConsoleError):
            start(asyncio.sleep(0))
    with pytest.raises(ConsoleError):
        runtime.in_thread(print)
    gc.collect()


def test_work_that_ignores_its_end_does_not_keep_the_program(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("console.kernel.runtime.STOP_S", 1.1)
    runtime = Runtime()
    release = threading.Event()

    async def stubborn() -> None:
        while not release.is_set():
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(0.01)

    runtime.submit(stubborn())
    runtime.run(asyncio.sleep(0))
    runtime.close()
    assert "does not end when it is cancelled" in caplog.text


def test_closing_lets_what_has_just_been_started_begin_before_it_is_cancelled() -> None:
    """A task of anyio that is cancelled before its first step leaves a coroutine that nobody awaits."""
    for _ in range(20):
        runtime = Runtime()

        async def child() -> None:
            await asyncio.sleep(0)

        async def busy() -> None:
            while True:
                async with anyio.create_task_group() as group:
                    for _ in range(5):
                        group.start_soon(child)

        runtime.submit(busy())
        runtime.run(asyncio.sleep(0.001))
        runtime.close()
    gc.collect()


def test_closing_ends_scopes_threads_and_loop() -> None:
    runtime = Runtime()
    before = set(threading.enumerate())
    runtime.scope("forgotten").start(asyncio.sleep(3600))
    runtime.close()
    runtime.close()
    assert set(threading.enumerate()) <= before | {threading.current_thread()}
    with pytest.raises(ConsoleError):
        _ = runtime.loop
