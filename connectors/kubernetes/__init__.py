"""Kubernetes clusters."""

from typing import TYPE_CHECKING

from connectors.registry import CONNECTORS, BuildContext, ConnectorKind
from console.estate.schema.connection import Cluster

if TYPE_CHECKING:
    from console.ports.connector import Connector


def build(options: Cluster, context: BuildContext) -> "Connector":
    """Return the connection; what it needs is imported now, not when the program starts."""
    from connectors.kubernetes.connector import KubernetesConnector  # noqa: PLC0415

    return KubernetesConnector(options, context)


CONNECTORS.add(ConnectorKind("kubernetes", "Kubernetes", Cluster, build))
