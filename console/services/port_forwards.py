"""The open port-forwards of the program: they outlive pages and end with the estate."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from console.kernel.runtime import Runtime
    from console.ports.cluster import ClusterReader, PortForward


class OpenForward(NamedTuple):
    """One forward: ``target`` is ``pod/name`` or ``service/name``; ``handle`` tells its local port and state."""

    connection: str
    namespace: str
    target: str
    port: int
    handle: PortForward

    @property
    def url(self) -> str:
        """Return the local address; whether it speaks HTTP is not known."""
        return f"127.0.0.1:{self.handle.local_port}"


class PortForwards:
    """Opens and closes forwards; ``changed`` is called on the I/O loop. Any thread may call."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._open: list[OpenForward] = []
        self.changed: Callable[[], object] = lambda: None

    def open_ones(self) -> tuple[OpenForward, ...]:
        """Return the open forwards, oldest first."""
        return tuple(self._open)

    def open(
        self, reader: ClusterReader, connection: str, namespace: str, target: str, port: int, local_port: int = 0
    ) -> Future[OpenForward]:
        """Open a forward; the future fails with ``ConnectorError`` when that is impossible."""
        return self._runtime.submit(self._start(reader, connection, namespace, target, port, local_port))

    async def _start(
        self, reader: ClusterReader, connection: str, namespace: str, target: str, port: int, local_port: int
    ) -> OpenForward:
        handle = await reader.forward(namespace, target, port, local_port)
        opened = OpenForward(connection, namespace, target, port, handle)
        self._open.append(opened)
        self.changed()
        return opened

    def close(self, forward: OpenForward) -> Future[None]:
        """Close one forward."""
        return self._runtime.submit(self._end(forward))

    async def _end(self, forward: OpenForward) -> None:
        if forward in self._open:
            self._open.remove(forward)
            await forward.handle.close()
            self.changed()

    def close_all(self) -> None:
        """Close every forward and wait for it."""
        for forward in self.open_ones():
            self.close(forward).result(5)
