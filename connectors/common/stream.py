"""The body of an answer while it arrives."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING

from connectors.common.endpoint import Endpoint
from connectors.common.fault import too_large
from connectors.common.peer import Peer
from connectors.common.unpacked import packed_with, unpacked

if TYPE_CHECKING:
    import httpx


class Stream:
    """The body of an answer while it arrives."""

    def __init__(self, response: "httpx.Response", endpoint: Endpoint, peer: Peer) -> None:
        self._response = response
        self._most = endpoint.most_bytes
        self._peer = peer
        self._codings = packed_with(response.headers.get("content-encoding", ""))

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
        pieces: list[bytes] = []
        size = 0
        async with aclosing(self._unpacked()) as unpacked_pieces:
            async for piece in unpacked_pieces:
                size += len(piece)
                if size > self._most:
                    pieces.clear()  # the fault is kept for a while, and its traceback keeps this frame
                    del piece
                    raise too_large(self._peer, self._most)
                pieces.append(piece)
        return b"".join(pieces)

    async def head(self, most_bytes: int) -> bytes:
        """Return the first bytes of the body."""
        body = b""
        async with aclosing(self._unpacked()) as unpacked_pieces:
            async for piece in unpacked_pieces:
                body += piece
                if len(body) >= most_bytes:
                    break
        return body[:most_bytes]

    def pieces(self) -> AsyncIterator[bytes]:
        """Yield the body as it arrives, decompressed; the caller bounds what it keeps."""
        return self._unpacked() if self._codings else self._response.aiter_raw()

    async def _unpacked(self) -> AsyncGenerator[bytes, None]:
        """Yield the body decompressed, in pieces of a bounded size.

        ``aiter_bytes`` unpacks each received piece as a whole: 64 KiB of a bomb become 64 MiB before they are counted.
        """
        if self._codings:
            pieces: AsyncIterator[bytes] = unpacked(self._response.aiter_raw(), self._codings, self._peer)
        else:
            pieces = self._response.aiter_bytes()
        async for piece in pieces:
            yield piece
