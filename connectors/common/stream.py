"""The body of an answer while it arrives."""

import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING

from connectors.common.endpoint import Endpoint
from connectors.common.fault import too_large, wrong_body
from connectors.common.peer import Peer

if TYPE_CHECKING:
    import httpx

_GZIP = zlib.MAX_WBITS | 16


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
        pieces: list[bytes] = []
        size = 0
        async with aclosing(self._decoded(self._most)) as decoded:
            async for piece in decoded:
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
        async for piece in self._decoded(most_bytes):
            body += piece
            if len(body) >= most_bytes:
                break
        return body[:most_bytes]

    def pieces(self) -> AsyncIterator[bytes]:
        """Yield the body as it arrives, decompressed; the caller bounds what it keeps."""
        if self._response.headers.get("content-encoding", "identity") == "identity":
            return self._response.aiter_raw()
        return self._response.aiter_bytes()

    async def _decoded(self, most: int) -> AsyncGenerator[bytes, None]:
        """Yield the body decompressed; of gzip never more than ``most`` + 1 bytes are made, however much it stands for.

        ``aiter_bytes`` unpacks each received piece as a whole: 64 KiB of a bomb become 64 MiB before they are counted.
        """
        if self._response.headers.get("content-encoding", "").lower() not in {"gzip", "x-gzip"}:
            async for piece in self._response.aiter_bytes():
                yield piece
            return
        unpack = zlib.decompressobj(_GZIP)
        left = most + 1
        async for packed in self._response.aiter_raw():
            try:
                piece = unpack.decompress(packed, left)
            except zlib.error as error:
                raise wrong_body(self._peer, str(error)) from None
            left -= len(piece)
            yield piece
            if left <= 0:
                return
