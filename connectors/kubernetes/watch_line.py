"""One line of a watch, and cutting a byte stream into lines."""

from collections.abc import AsyncIterator
from functools import lru_cache
from typing import Any

import msgspec

from connectors.common.fault import HttpFault, status_fault, too_large, wrong_body
from connectors.common.peer import Peer
from connectors.common.whole import Whole
from connectors.kubernetes.rows.meta import Meta
from console.kernel.i18n import t
from console.kernel.prepared import prepared

MOST_LINE = 8 * 1024 * 1024  # etcd refuses objects of more than 1.5 MiB


class Status(msgspec.Struct):
    """The fields of a Status that are read."""

    code: Whole = 0
    message: str = ""


class ErrorLine(msgspec.Struct):
    """The last line of a watch that the server ends with a reason."""

    object: Status


class PlainLine(msgspec.Struct):
    """A line of which only identity and version matter: the object has a shape that is not known."""

    class Identity(msgspec.Struct):
        """An object's metadata; the Status of an ERROR has none that matters."""

        metadata: Meta = msgspec.field(default_factory=Meta)

    type: str
    object: Identity


@lru_cache(maxsize=64)
def line_decoder(wire: Any) -> "msgspec.json.Decoder[Any]":
    """Return the decoder of lines about one kind."""
    line = msgspec.defstruct(f"{wire.__name__}Line", [("type", str), ("object", wire)])
    return msgspec.json.Decoder(line)


async def lines(pieces: AsyncIterator[bytes], peer: Peer) -> AsyncIterator[list[bytes]]:
    """Yield the whole lines that each piece completes; raise ``ConnectorError`` when a line does not end."""
    rest = b""
    async for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        if len(rest) > MOST_LINE:
            raise too_large(peer, MOST_LINE)
        if whole:
            yield [line for line in whole if line]
    if rest.strip():
        raise wrong_body(peer, t("it was cut off in the middle of an object"))


def error_of(line: bytes, peer: Peer) -> HttpFault:
    """Return why the server ended the watch."""
    try:
        status = msgspec.json.decode(line, type=prepared(ErrorLine)).object
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        status = Status(500)
    body = msgspec.json.encode({"message": status.message})
    return status_fault(status.code if status.code >= 400 else 500, {}, body, peer)
