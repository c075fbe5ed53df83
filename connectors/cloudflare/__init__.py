"""Cloudflare: zones, Workers, stores, rate limits, load balancers, what they use, and changing them."""

from connectors.registry import CONNECTORS, BuildContext, ConnectorKind
from console.estate.schema.service_connection import CloudflareAccount
from console.ports.connector import Connector


def _build(options: CloudflareAccount, context: BuildContext) -> Connector:
    from connectors.cloudflare.connector import cloudflare_connector  # noqa: PLC0415 - msgspec loads when used

    return cloudflare_connector(options, context)


CONNECTORS.add(ConnectorKind(key="cloudflare", title="Cloudflare", options=CloudflareAccount, build=_build))
