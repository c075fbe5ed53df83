"""Unpacking a compressed body in pieces of a bounded size, however much it stands for."""

import zlib
from collections.abc import AsyncGenerator, AsyncIterator

from connectors.common.fault import wrong_body
from connectors.common.peer import Peer
from console.kernel.i18n import t

_EITHER = zlib.MAX_WBITS | 32  # gzip or zlib, whichever it is
_BARE = -zlib.MAX_WBITS
_DEFLATE = "deflate"
_KNOWN = frozenset({"gzip", "x-gzip", _DEFLATE})
_PIECE = 256 * 1024
_MOST_BEHIND = 64 * 1024  # read, so that the connection can carry another request, but dropped


def packed_with(content_encoding: str) -> tuple[str, ...]:
    """Return the compressions that a header names; what is none (``identity``, ``aws-chunked``) changes nothing."""
    named = (one.strip().lower() for one in content_encoding.split(","))
    return tuple(one for one in named if one in _KNOWN)


async def unpacked(packed: AsyncIterator[bytes], codings: tuple[str, ...], peer: Peer) -> AsyncGenerator[bytes, None]:
    """Yield the content in pieces of at most 256 KiB; raise ``ConnectorError`` (protocol) when it is damaged.

    Nobody asks for more than one compression: two turn a kilobyte into a gigabyte before anybody counts it.
    """
    if len(codings) > 1:
        raise wrong_body(peer, t("it is compressed several times over"))
    unpack, behind = None, 0
    async for received in packed:
        if not received:
            continue
        left, is_more = received, True
        unpack = unpack or zlib.decompressobj(_BARE if _is_bare(received, codings) else _EITHER)
        while is_more and not unpack.eof:
            try:
                piece = unpack.decompress(left, _PIECE)
            except zlib.error as error:
                raise wrong_body(peer, str(error)) from None
            left = unpack.unconsumed_tail
            is_more = bool(left) or len(piece) == _PIECE  # of a bare body nothing follows that would push out the rest
            if piece:
                yield piece
        behind += len(received) if unpack.eof else 0
        if behind > _MOST_BEHIND:
            return


def _is_bare(begin: bytes, codings: tuple[str, ...]) -> bool:
    """Return whether a body has no head, as some servers send what they call ``deflate``.

    A bare body never begins as one with a head does: that of zlib says 8 in its first four bits, that of gzip is 31.
    """
    return codings == (_DEFLATE,) and begin[0] != 31 and begin[0] & 15 != zlib.DEFLATED
