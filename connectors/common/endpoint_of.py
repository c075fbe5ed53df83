"""How an address of the estate and the user's network settings become an endpoint."""

import os

from connectors.common.endpoint import MIB, Endpoint
from connectors.registry import BuildContext
from console.estate.schema.connection import Tls

_MOST_BYTES = 32 * MIB


def endpoint_of(url: str, context: BuildContext, tls: Tls | None = None, *, most_bytes: int = _MOST_BYTES) -> Endpoint:
    """Return the endpoint of ``url``; ``tls`` wins over the user's own defaults. Files lie relative to the estate."""
    network, tls = context.network, tls or Tls()

    def path(name: str) -> str:
        return str(context.folder / os.path.expanduser(name)) if name else ""

    return Endpoint(
        url=url,
        ca_file=path(tls.ca_file),
        further_ca_file=path(network.ca_file),
        certificate_file=path(tls.client_cert_file),
        key_file=path(tls.client_key_file),
        server_name=tls.server_name,
        usual_proxy=network.proxy,
        connect_s=network.connect_timeout_s,
        read_s=network.read_timeout_s,
        most_bytes=most_bytes,
    )
