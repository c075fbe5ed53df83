"""The body of an answer while it arrives."""

from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING

from connectors.common.endpoint import Endpoint
from connectors.common.fault import too_large
from connectors.common.peer import Peer

if TYPE_CHECKING:
    import httpx


class Stream:
    """The body of an answer while it arrives."""

    def __init__(self, response: "httpx.Response", endpoint: Endpoint, peer: Peer) -> None:
        self._response = response
        self._most = endpoint.most_bytes
        self._peer = peer

    @property
    def status(self) -> int:
        """Return the HTTP status, below 400."""
        return self._response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """Return the headers, names in lower case."""
        return self._response.headers

    async def read(self) -> bytes:
        """Return the whole body; raise ``ConnectorError`` when it is larger than the endpoint allows."""
        length = self._response.headers.get("content-length", "")
        if length.isdigit() and int(length) > self._most:
            raise too_large(self._peer, self._most)
        pieces = []
        size = 0
        async for piece in self._response.aiter_bytes():
            size += len(piece)
            if size > self._most:
                raise too_large(self._peer, self._most)
            pieces.append(piece)
        return b"".join(pieces)

    async def head(self, most_bytes: int) -> bytes:
        """Return the first bytes of the body."""
        body = b""
        async for piece in self._response.aiter_bytes():
            body += piece
            if len(body) >= most_bytes:
                break
        return body[:most_bytes]

    def pieces(self) -> AsyncIterator[bytes]:
        """Yield the body as it arrives, decompressed; the caller bounds what it keeps."""
        if self._response.headers.get("content-encoding", "identity") == "identity":
            return self._response.aiter_raw()
        return self._response.aiter_bytes()
