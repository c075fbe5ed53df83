"""Reading a JSON answer as a declared type."""

import functools
from typing import Any, TypeVar

import msgspec

from connectors.common.exchange import Answer
from connectors.common.fault import wrong_body
from connectors.common.peer import Peer
from console.kernel.i18n import t

Shape = TypeVar("Shape")


def decoded(answer: Answer, shape: type[Shape], peer: Peer) -> Shape:
    """Return the body as ``shape``; raise ``ConnectorError`` (protocol) with the place in it that is wrong."""
    wanted: Any = shape
    try:
        value: Shape = _decoder(wanted).decode(answer.body)
    except (ValueError, RecursionError) as error:  # msgspec's errors are ValueErrors
        is_page = answer.body[:200].lstrip().startswith(b"<")
        raise wrong_body(peer, t("it is a web page, not data") if is_page else str(error)) from None
    return value


@functools.lru_cache(maxsize=256)
def _decoder(shape: Any) -> "msgspec.json.Decoder[Any]":
    return msgspec.json.Decoder(shape)
