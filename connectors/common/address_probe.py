"""One request to one address, under the HTTP policy of every connector."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from connectors.common.endpoint import Endpoint
from connectors.common.exchange import Request
from connectors.common.fault import HttpFault
from connectors.common.http import HttpClient
from connectors.common.origin import origin_of
from connectors.common.peer import Peer
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.ports.http_probe import HttpAnswer, HttpQuestion

if TYPE_CHECKING:
    from console.settings.network import Network

_MOST_BYTES = 256 << 10


class AddressProbe:
    """Implements ``console.ports.http_probe.HttpProbe``: asks once, without trying again."""

    def __init__(self, network: Network) -> None:
        self._network = network

    async def ask(self, question: HttpQuestion) -> HttpAnswer:
        """Return what an address answers, whatever its status; raise ``ConnectorError`` when nothing comes."""
        try:
            parts, origin = urlsplit(question.url), origin_of(question.url)
        except ValueError as error:
            raise ConnectorError(ErrorKind.REJECTED, t("The address cannot be read: {why}.", why=error)) from error
        client = HttpClient(self._endpoint(origin, question.timeout_s), Peer(t("the address"), origin))
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        begun = time.monotonic()
        try:
            answer = await client.send(
                Request(question.method, path, headers=question.headers, total_s=question.timeout_s, tries=1)
            )
            status, body = answer.status, answer.body
        except HttpFault as fault:
            status, body = fault.status, fault.body
        finally:
            await client.close()
        return HttpAnswer(status, body[:_MOST_BYTES].decode("utf-8", "replace"), time.monotonic() - begun)

    def _endpoint(self, origin: str, timeout_s: float) -> Endpoint:
        network = self._network
        return Endpoint(
            url=origin,
            further_ca_file=network.ca_file,
            usual_proxy=network.proxy,
            connect_s=network.connect_timeout_s,
            read_s=timeout_s,
            most_bytes=_MOST_BYTES,
        )
