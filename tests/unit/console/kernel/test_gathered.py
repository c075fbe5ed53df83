"""Awaiting several at once (C4, the endurance of the quality bar): failures end the others, no cancellation is lost."""

import asyncio
import gc
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from console.kernel.gathered import all_settled, gathered


async def _answer(value: str) -> str:
    await asyncio.sleep(0)
    return value


async def _fails_after(told: asyncio.Event) -> str:
    await told.wait()
    raise OSError("refused")


def test_results_come_in_the_order_of_the_works() -> None:
    async def play() -> None:
        assert await gathered(_answer("a"), _answer("b"), _answer("c")) == ("a", "b", "c")
        assert await gathered() == ()

    asyncio.run(play())


def test_the_first_failure_ends_the_others_before_it_is_told() -> None:
    async def play() -> None:
        told, ended = asyncio.Event(), asyncio.Event()
        told.set()

        async def waits() -> str:
            try:
                await asyncio.Event().wait()
            finally:
                ended.set()
            return ""

        with pytest.raises(OSError, match="refused"):
            await gathered(_fails_after(told), waits())
        assert ended.is_set()

    asyncio.run(play())


@pytest.mark.parametrize("turns", range(6))
def test_a_cancellation_beside_a_failure_is_a_cancellation(turns: int) -> None:
    async def play() -> None:
        told, forever = asyncio.Event(), asyncio.Event()
        caught = []

        async def loop() -> None:
            while True:
                try:
                    await gathered(_fails_after(told), forever.wait())
                except OSError as error:
                    caught.append(error)
                    await forever.wait()

        task = asyncio.create_task(loop())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        told.set()
        for _ in range(turns):  # between the failure and its news
            await asyncio.sleep(0)
        task.cancel()
        done, _ = await asyncio.wait({task}, timeout=5)
        assert done
        assert task.cancelled()

    asyncio.run(play())


def test_its_own_time_limit_is_still_a_time_limit() -> None:
    async def play() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await gathered(asyncio.Event().wait(), asyncio.Event().wait())

    asyncio.run(play())


def test_who_cleans_up_after_a_cancellation_hears_of_failures() -> None:
    async def play() -> None:
        told = asyncio.Event()
        told.set()
        heard = []

        async def cleans_up() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                try:
                    await gathered(_fails_after(told), _answer("a"))
                except OSError as error:
                    heard.append(str(error))

        task = asyncio.create_task(cleans_up())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task}, timeout=5)
        assert heard == ["refused"]

    asyncio.run(play())


def test_who_lets_the_others_end_hears_of_the_failure_afterwards() -> None:
    async def play() -> None:
        told, ended = asyncio.Event(), []
        told.set()

        async def ends() -> str:
            for _ in range(5):
                await asyncio.sleep(0)
            ended.append("whole")
            return "b"

        with pytest.raises(OSError, match="refused"):
            await all_settled(_fails_after(told), ends())
        assert ended == ["whole"]
        assert await all_settled(_answer("a"), ends()) == ("a", "b")

    asyncio.run(play())


@pytest.fixture
def without_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("without_collector")
@pytest.mark.parametrize("way", [gathered, all_settled])
def test_a_failure_that_is_kept_does_not_keep_what_the_others_brought(way: Any) -> None:
    class Large:
        """What one of them read."""

    async def play() -> None:
        told, read = asyncio.Event(), list[weakref.ref[Large]]()
        kept = None

        async def reads() -> Large:
            large = Large()
            read.append(weakref.ref(large))
            told.set()
            return large

        try:
            await way(_fails_after(told), reads())
        except OSError as failure:
            kept = failure  # as the health of a connection keeps it
        await asyncio.sleep(0)
        assert kept is not None
        assert read[0]() is None

    asyncio.run(play())
