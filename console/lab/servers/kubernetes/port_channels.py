"""Forwarding the ports of the Python client: numbered channels in a WebSocket, two per port."""

import asyncio
import struct

from aiohttp import WSMsgType, web

from console.lab.servers.kubernetes.port_tunnel import AddressOf

CHANNEL_PROTOCOLS = ("v5.channel.k8s.io", "v4.channel.k8s.io")
_CLOSE = 255
_CHUNK = 32_768


class PortChannels:
    """Serves one WebSocket with a data and an error channel for each port."""

    def __init__(self, socket: web.WebSocketResponse, address_of: AddressOf, pod: str, ports: list[int]) -> None:
        self._socket = socket
        self._address_of = address_of
        self._pod = pod
        self._ports = ports
        self._writers: dict[int, asyncio.StreamWriter] = {}

    async def run(self) -> None:
        """Serve until the client ends the WebSocket."""
        for place, port in enumerate(self._ports):
            for channel in (2 * place, 2 * place + 1):
                await self._send(channel, struct.pack("<H", port))
        try:
            async with asyncio.TaskGroup() as tasks:
                pumps = [tasks.create_task(self._pump(place, port)) for place, port in enumerate(self._ports)]
                async for message in self._socket:
                    if message.type is WSMsgType.BINARY and message.data:
                        await self._take(message.data)
                for task in pumps:
                    task.cancel()
        finally:
            for writer in self._writers.values():
                writer.close()

    async def _take(self, data: bytes) -> None:
        channel, body = data[0], data[1:]
        if channel == _CLOSE and body:
            writer = self._writers.get(body[0])
            if writer is not None and writer.can_write_eof():
                writer.write_eof()
            return
        writer = await self._opened(channel)
        if writer is not None and body:
            writer.write(body)
            await writer.drain()

    async def _opened(self, channel: int) -> asyncio.StreamWriter | None:
        """The socket of a data channel; what comes before it is open waits for it, at most a second."""
        for _ in range(100):
            if channel in self._writers or channel % 2 or channel >= 2 * len(self._ports):
                break
            await asyncio.sleep(0.01)
        return self._writers.get(channel)

    async def _pump(self, place: int, port: int) -> None:
        address = self._address_of(port)
        try:
            if address is None:
                raise ConnectionRefusedError("connection refused")
            reader, self._writers[2 * place] = await asyncio.open_connection(*address)
            while body := await reader.read(_CHUNK):
                await self._send(2 * place, body)
        except OSError as error:
            told = f"error forwarding port {port} to pod {self._pod}: {error}"
            await self._send(2 * place + 1, told.encode())
        if not self._socket.closed:
            await self._socket.close()

    async def _send(self, channel: int, body: bytes) -> None:
        if not self._socket.closed:
            await self._socket.send_bytes(bytes((channel,)) + body)
