"""OpenCost: what workloads, machines and cloud services cost."""

from connectors.registry import CONNECTORS, BuildContext, ConnectorKind
from console.estate.schema.service_connection import OpenCost
from console.ports.connector import Connector


def _build(options: OpenCost, context: BuildContext) -> Connector:
    from connectors.opencost.connector import opencost_connector  # noqa: PLC0415 - msgspec, when the first one is built

    return opencost_connector(options, context)


CONNECTORS.add(ConnectorKind(key="opencost", title="OpenCost", options=OpenCost, build=_build))
