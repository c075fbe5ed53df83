"""What the connectors of plain HTTP services have in common."""

from collections.abc import Awaitable, Callable, Mapping

from connectors.common.budget_words import budget_words
from connectors.common.http import HttpClient
from console.estate.schema.connection import Connection
from console.ports.connector import Port
from console.ports.offered import offered
from console.ports.source import Source


class BaseConnector:
    """Implements ``console.ports.connector.Connector`` from its parts; building it does no I/O.

    ``ports`` maps ports to what implements them here, ``check`` reaches the system once and returns what it is.
    """

    def __init__(
        self,
        options: Connection,
        clients: tuple[HttpClient, ...],
        check: Callable[[], Awaitable[str]],
        *,
        ports: Mapping[type, object] | None = None,
        sources: tuple[Source, ...] = (),
    ) -> None:
        self._options = options
        self._clients = clients
        self._check = check
        self._ports = ports or {}
        self._sources = sources

    @property
    def key(self) -> str:
        """Return the connection's key in the estate."""
        return self._options.key

    @property
    def kind(self) -> str:
        """Return the connector kind's key."""
        return self._options.connector

    def offers(self, port: type[Port]) -> Port | None:
        """Return what implements a port here, if anything does."""
        return offered(self._ports, port)

    def sources(self) -> tuple[Source, ...]:
        """Return what can be observed."""
        return self._sources

    async def check(self) -> str:
        """Reach the system once and return what it is and what its rate limit leaves; raise ``ConnectorError``."""
        found = await self._check()
        budgets = [client.budget for client in self._clients if client.budget is not None]
        return "; ".join([found, *map(budget_words, budgets)])

    async def close(self) -> None:
        """Release connections."""
        for client in self._clients:
            await client.close()
