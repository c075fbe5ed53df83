"""What ``prometheus_api_client.PrometheusConnect`` needs of a session, over the console's own HTTP client."""

from collections.abc import Mapping
from typing import Any

import msgspec

from connectors.common.exchange import Request
from connectors.prometheus.api import MOST_BYTES, PrometheusApi
from connectors.prometheus.envelope import Envelope, WrongShapeError, decode_envelope
from console.kernel.runtime import Runtime

_ENVELOPE = msgspec.json.Decoder(Envelope[Any])


class PackageResponse:
    """A good answer; refusals never get this far, they are raised as ``ConnectorError``."""

    status_code = 200
    ok = True

    def __init__(self, content: bytes, data: Any) -> None:
        self.content = content
        self._data = data

    def json(self) -> dict[str, Any]:
        """Return the decoded body."""
        return {"status": "success", "data": self._data}


class PackageSession:
    """One HTTP policy for the package too: its retries, redirects, missing timeouts and error texts are not used.

    It works in a worker thread and hands each request to the I/O loop. ``notes`` keeps the server's warnings, which
    the package drops.
    """

    verify = True
    cert = None

    def __init__(self, api: PrometheusApi, runtime: Runtime) -> None:
        self._api = api
        self._runtime = runtime
        self._url = api.url  # a tunnel's port is known only later
        self.notes: tuple[str, ...] = ()

    def mount(self, prefix: str, adapter: object) -> None:
        """Ignore the package's transport."""

    def close(self) -> None:
        """Do nothing: the HTTP client belongs to the connector."""

    def get(self, url: str, **options: Any) -> PackageResponse:
        """Send a GET."""
        return self.request("GET", url, **options)

    def request(self, method: str, url: str, **options: Any) -> PackageResponse:
        """Send a request below the server's address; only ``params`` of the options count."""
        path = url.removeprefix(self._url)
        answer = self._runtime.run(
            self._api.send(Request(method, path, _params(options.get("params")), most_bytes=MOST_BYTES))
        )
        try:
            data, self.notes = decode_envelope(_ENVELOPE, answer.body)
        except WrongShapeError as error:
            raise self._api.unreadable(error) from None
        return PackageResponse(answer.body, data)


def _params(given: Mapping[str, Any] | None) -> dict[str, str | int | list[str]]:
    return {
        name: [str(one) for one in value] if isinstance(value, list | tuple) else str(value)
        for name, value in (given or {}).items()
    }
