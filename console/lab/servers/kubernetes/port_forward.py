"""Port forwarding over WebSockets, as kubectl and the Python client speak it."""

from aiohttp import web

from console.lab.servers.kubernetes.api_error import ApiError, bad_request
from console.lab.servers.kubernetes.api_request import ApiRequest
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.pod_backend import PodBackend
from console.lab.servers.kubernetes.port_channels import CHANNEL_PROTOCOLS, PortChannels
from console.lab.servers.kubernetes.port_tunnel import TUNNEL_PROTOCOL, Address, PortTunnel
from console.lab.servers.kubernetes.resource_api import stored

_LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))


async def answer_port_forward(
    store: ObjectStore, backend: PodBackend, request: ApiRequest, http: web.Request
) -> web.StreamResponse:
    """Forward the ports of a pod until the client ends it.

    Raises:
        ApiError: the pod does not run, or the request is no WebSocket of a known protocol.
    """
    pod = stored(store, request)
    phase = (pod.content().get("status") or {}).get("phase")
    if phase != "Running":
        raise bad_request(f"unable to forward port because pod is not running. Current status={phase}")
    socket = web.WebSocketResponse(protocols=(TUNNEL_PROTOCOL, *CHANNEL_PROTOCOLS), max_msg_size=4 << 20)
    if not socket.can_prepare(http).ok:
        raise ApiError(400, "BadRequest", "Upgrade request required", details={})
    ports = _ports(http)
    await socket.prepare(http)

    def address_of(port: int) -> Address | None:
        address = backend.port_address(pod.namespace, pod.name, port)
        return address if address is not None and address[0] in _LOOPBACK else None

    if socket.ws_protocol == TUNNEL_PROTOCOL:
        await PortTunnel(socket, address_of, pod.name).run()
    else:
        await PortChannels(socket, address_of, pod.name, ports).run()
    await socket.close()
    return socket


def _ports(http: web.Request) -> list[int]:
    texts = [part for text in http.query.getall("ports", []) for part in text.split(",") if part]
    if not all(text.isdigit() and 0 < int(text) < 65_536 for text in texts):
        raise bad_request("ports must be numbers between 1 and 65535")
    return [int(text) for text in texts]
