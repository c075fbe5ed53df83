"""Who quits waits for nobody's lock, but for those that are held for a moment."""

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from console.kernel import file_lock
from console.kernel.ending import Ending
from console.kernel.errors import Cancelled
from console.kernel.file_lock import FileLock, held_lock
from console.kernel.runtime import Runtime

_LONG_S = 60.0


def test_closing_a_runtime_ends_the_wait_for_a_lock(tmp_path: Path) -> None:
    runtime, waits, told = Runtime(), threading.Event(), []

    def wait() -> None:
        waits.set()
        try:
            with held_lock(tmp_path / "lock", _LONG_S):
                pytest.fail("another holds it")
        except Exception as error:  # noqa: BLE001 - asserted below
            told.append(type(error))

    async def waiting() -> None:
        await runtime.in_thread(wait)

    with FileLock(tmp_path / "lock"):
        runtime.submit(waiting())
        assert waits.wait(10)
        runtime.close()
    assert told == [Cancelled]


def test_a_lock_that_is_held_for_a_moment_is_taken_also_at_the_end(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, asked = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert other.try_hold()
    monkeypatch.setattr(file_lock, "time", SimpleNamespace(monotonic=lambda: 0.0, sleep=lambda _: other.release()))

    def write() -> bool:
        ending = Ending()
        ending.follow()
        ending.begin()
        with asked:
            return True

    async def writing() -> bool:
        return await runtime.in_thread(write)

    assert runtime.run(writing())


def test_another_runtime_that_closes_ends_no_wait(runtime: Runtime, tmp_path: Path) -> None:
    """The discovery of an estate has a runtime of its own, and the window goes on."""
    other, waits = FileLock(tmp_path / "lock"), threading.Event()
    assert other.try_hold()

    def wait() -> bool:
        waits.set()
        with held_lock(tmp_path / "lock", _LONG_S):
            return True

    async def waiting() -> bool:
        return await runtime.in_thread(wait)

    future = runtime.submit(waiting())
    assert waits.wait(10)
    second = Runtime()
    assert second.loop.is_running()
    second.close()
    other.release()
    assert future.result(_LONG_S)
