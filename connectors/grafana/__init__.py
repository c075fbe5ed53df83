"""Grafana: dashboards and annotations."""

from connectors.registry import CONNECTORS, BuildContext, ConnectorKind
from console.estate.schema.service_connection import Grafana
from console.ports.connector import Connector


def _build(options: Grafana, context: BuildContext) -> Connector:
    from connectors.grafana.connector import grafana_connector  # noqa: PLC0415 - msgspec loads when used

    return grafana_connector(options, context)


CONNECTORS.add(ConnectorKind(key="grafana", title="Grafana", options=Grafana, build=_build))
