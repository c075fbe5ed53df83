"""The connector port: one live connection of the estate, with its sources and what can be asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from console.ports.source import Source

Port = TypeVar("Port")


class Connector(Protocol):
    """A connection that was built from its options; building does no I/O."""

    @property
    def key(self) -> str:
        """Return the connection's key in the estate."""

    @property
    def kind(self) -> str:
        """Return the connector kind's key: ``kubernetes``, ``prometheus``, ..."""

    def offers(self, port: type[Port]) -> Port | None:
        """Return what implements a port of ``console.ports`` here (``ClusterReader``, ``ForgeReader``, ...), if any."""

    def sources(self) -> tuple[Source, ...]:
        """Return what can be observed."""

    async def check(self) -> str:
        """Reach the system once and return what it is (name and version); raise ``ConnectorError``."""

    async def close(self) -> None:
        """Release connections."""
