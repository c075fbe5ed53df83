"""The tunnel port: a way to a service inside a cluster of the estate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from console.ports.cluster import PortForward


class OpenTunnel(Protocol):
    """Opens a port-forward through another connection of the estate; whoever opens it closes it."""

    async def __call__(self, cluster: str, namespace: str, target: str, port: int) -> PortForward:
        """Forward a free loopback port to ``target`` (``service/name``); raise ``ConnectorError``."""
