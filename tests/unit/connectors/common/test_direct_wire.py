"""A connection that is given up leaves the loop as it was: nobody else's descriptor is touched."""

import asyncio
import contextlib
import gc
import ssl

import pytest

from connectors.common.direct_wire import DirectWire
from console.kernel.runtime import Runtime


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        writer.write(await reader.read(5))
        await writer.drain()
        writer.close()


async def _give_up_after(turns: int, port: int, tls: ssl.SSLContext | None) -> None:
    task = asyncio.ensure_future(DirectWire.open("127.0.0.1", port, tls, "127.0.0.1", ()))
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError, OSError):
        await (await task).close()


async def _said_back(port: int) -> bytes:
    wire = await DirectWire.open("127.0.0.1", port, None, "127.0.0.1", ())
    await wire.write(b"hello", 1.0)
    told = await wire.read(1.0)
    await wire.close()
    return told


@pytest.mark.parametrize("secure", [False, True])
def test_a_connection_given_up_at_any_instant_disturbs_none_after_it(runtime: Runtime, secure: bool) -> None:
    tls = ssl.create_default_context() if secure else None

    async def scenario() -> list[bytes]:
        told = []
        server = await asyncio.start_server(_echo, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server:
            for turns in range(40):
                await _give_up_after(turns, port, tls)
                # They get the descriptor that was given back: nobody may be watching it any more.
                told += await asyncio.gather(*(_said_back(port) for _ in range(3)))
        return told

    assert runtime.run(scenario(), 20) == [b"hello"] * 120
    gc.collect()  # a socket that was forgotten warns, which fails the test
