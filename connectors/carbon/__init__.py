"""Carbon intensity of electricity: UK Carbon Intensity, Electricity Maps, WattTime, Carbon Aware SDK, own figures."""

from connectors.registry import CONNECTORS, BuildContext, ConnectorKind
from console.estate.schema.service_connection import CarbonSource
from console.ports.connector import Connector


def _build(options: CarbonSource, context: BuildContext) -> Connector:
    from connectors.carbon.connector import carbon_connector  # noqa: PLC0415 - msgspec, when the first estate has one

    return carbon_connector(options, context)


CONNECTORS.add(ConnectorKind(key="carbon", title="Carbon intensity", options=CarbonSource, build=_build))
