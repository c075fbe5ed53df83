"""How a connection of the estate that names an address or a service in a cluster becomes an HTTP client."""

from collections.abc import Awaitable, Callable

from connectors.common.credentials import Build, Credentials
from connectors.common.endpoint import MIB
from connectors.common.endpoint_of import endpoint_of
from connectors.common.http import HttpClient
from connectors.common.peer import Peer
from connectors.common.tunnelled_client import TunnelledClient
from connectors.registry import BuildContext
from console.estate.schema.connection import BasicAuth, BearerAuth, InCluster, Reachable, Tls
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.ports.cluster import PortForward

_MOST_BYTES = 32 * MIB


def client_of(
    options: Reachable,
    context: BuildContext,
    name: str,
    *,
    tls: Tls,
    build: Build | None,
    most_bytes: int = _MOST_BYTES,
) -> HttpClient:
    """Return a client; does no I/O. ``name`` opens the sentences about it, ``build`` makes the credentials' headers."""
    authorize = Credentials(context.runtime, context.vault, name, "auth", build) if build is not None else None
    inside = options.in_cluster
    if inside is None:
        url = options.url or ""
        endpoint = endpoint_of(url, context, tls, most_bytes=most_bytes)
        return HttpClient(endpoint, Peer(name, url, "tls.ca_file", "auth"), authorize, context.clock)
    namespace, _, service = inside.service.partition("/")
    named = tls if tls.server_name else tls.model_copy(update={"server_name": f"{service}.{namespace}.svc"})
    endpoint = endpoint_of(f"{inside.scheme}://127.0.0.1{inside.path}", context, named, most_bytes=most_bytes)
    peer = Peer(name, f"{inside.service}:{inside.port} in {inside.cluster}", "tls.ca_file", "auth")
    return TunnelledClient(endpoint, peer, authorize, _way_to(inside, context, name))


def auth_headers(auth: BearerAuth | BasicAuth | None) -> Build | None:
    """Return what makes the ``Authorization`` header of an estate's ``auth``; ``None`` without one."""
    if auth is None:
        return None
    if isinstance(auth, BearerAuth):
        token = auth.token
        return lambda secrets: {"Authorization": secrets.bearer(token)}
    username, password = auth.username, auth.password
    return lambda secrets: {"Authorization": secrets.basic(username, password)}


def _way_to(inside: InCluster, context: BuildContext, name: str) -> Callable[[], Awaitable[PortForward]]:
    namespace, _, service = inside.service.partition("/")

    async def dig() -> PortForward:
        if context.tunnel is None:
            raise ConnectorError(
                ErrorKind.UNREACHABLE,
                t(
                    "{name} lies in the cluster {cluster}, and there is no way into it here.",
                    name=name,
                    cluster=inside.cluster,
                ),
                t("Open the whole estate, or give its url."),
            )
        return await context.tunnel(inside.cluster, namespace, f"service/{service}", inside.port)

    return dig
