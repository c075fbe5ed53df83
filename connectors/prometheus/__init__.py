"""Prometheus-compatible servers: queries, discovery, and the signals of the cells."""

from connectors.registry import CONNECTORS, BuildContext, ConnectorKind
from console.estate.schema.connection import Prometheus
from console.ports.connector import Connector


def _build(options: Prometheus, context: BuildContext) -> Connector:
    from connectors.prometheus.connector import PrometheusConnector  # noqa: PLC0415 - numpy and msgspec load when used

    return PrometheusConnector(options, context)


CONNECTORS.add(ConnectorKind(key="prometheus", title="Prometheus", options=Prometheus, build=_build))
