"""A reading that is asked to end while its server fails ends (the endurance of the quality bar): none goes on."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from connectors.prometheus.reader import PrometheusReader, Vector
from connectors.prometheus.signal_plan import SignalPlan
from connectors.prometheus.signal_round import run_round
from console.kernel.errors import ConnectorError, ErrorKind


class _Failing:
    """The first query after the probe fails when told to; those beside it take some turns to end, as sockets do."""

    peer = SimpleNamespace(place="metrics")

    def __init__(self) -> None:
        self.told = asyncio.Event()
        self._asked = 0

    async def ask(self, *_: Any) -> bytes:
        self._asked += 1
        if self._asked == 1:
            await self.told.wait()
            raise ConnectorError(ErrorKind.UNREACHABLE, "gone", "")
        try:
            await asyncio.Event().wait()
        finally:
            for _turn in range(3):
                await asyncio.sleep(0)
        return b""

    async def instant(self, query: str, *_: Any, **__: Any) -> Vector:
        if query != "vector(1)":
            await self.ask()
        return Vector(())


async def _range(server: _Failing) -> None:
    await PrometheusReader(cast("Any", server), cast("Any", None)).query_range("q", 0, 30_000, 1)


async def _round(server: _Failing) -> None:
    plan = SimpleNamespace(signals=[SimpleNamespace(query=name) for name in "abc"])
    await run_round(cast("Any", server), cast("SignalPlan", plan))


@pytest.mark.parametrize("turns", range(8))
@pytest.mark.parametrize("reading", [_range, _round])
def test_a_request_to_end_beside_a_failure_is_not_lost(reading: Any, turns: int) -> None:
    async def play() -> None:
        server = _Failing()

        async def source() -> None:
            while True:
                try:
                    await reading(server)
                except ConnectorError:
                    await asyncio.Event().wait()  # until the next round

        task = asyncio.create_task(source())
        for _ in range(4):
            await asyncio.sleep(0)
        server.told.set()
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        done, _ = await asyncio.wait({task}, timeout=5)
        assert done
        assert task.cancelled()

    asyncio.run(play())
