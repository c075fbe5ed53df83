"""Ways into the clusters of an estate, for connections whose server is only reached there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.i18n import t
from console.ports.cluster import ClusterReader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.ports.cluster import PortForward
    from console.ports.connector import Connector


class ClusterTunnel:
    """Implements ``console.ports.tunnel.OpenTunnel``; ``connectors`` may still grow: it is looked at when used."""

    def __init__(self, connectors: Mapping[str, Connector]) -> None:
        self._connectors = connectors

    async def __call__(self, cluster: str, namespace: str, target: str, port: int) -> PortForward:
        """Open a forward through the connection ``cluster``; raise ``ConnectorError``."""
        connector = self._connectors.get(cluster)
        reader = connector.offers(ClusterReader) if connector is not None else None
        if reader is None:
            raise ConnectorError(
                ErrorKind.NOT_FOUND,
                t("The estate has no cluster {key} to go through.", key=repr(cluster)),
                t("Correct in_cluster.cluster in the estate file."),
            )
        try:
            return await reader.forward(namespace, target, port)
        except UserError as error:  # sources wait for what a connector cannot do now, they do not end with it
            raise ConnectorError(ErrorKind.NOT_FOUND, error.message, error.hint) from None
