"""Alertmanager: alerts, groups and silences."""

from connectors.registry import CONNECTORS, BuildContext, ConnectorKind
from console.estate.schema.service_connection import Alertmanager
from console.ports.connector import Connector


def _build(options: Alertmanager, context: BuildContext) -> Connector:
    from connectors.alertmanager.connector import alertmanager_connector  # noqa: PLC0415 - msgspec loads when used

    return alertmanager_connector(options, context)


CONNECTORS.add(ConnectorKind(key="alertmanager", title="Alertmanager", options=Alertmanager, build=_build))
