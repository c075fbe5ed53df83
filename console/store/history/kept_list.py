"""Reading a kept list back: what one member lacks is no reason to lose the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

Kept = TypeVar("Kept")


def decode_kept(decoder: msgspec.json.Decoder[list[Kept]], text: bytes | msgspec.Raw) -> list[Kept]:
    """Return the members that can be read; raise ``msgspec.DecodeError`` or ``RecursionError`` when it is no list.

    Left out is what another version wrote, and what held a number that JSON has no word for: it was written as null.
    """
    try:
        return decoder.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        members = msgspec.json.decode(text, type=list[msgspec.Raw])
    return [kept for member in members for kept in _single(decoder, member)]


def _single(decoder: msgspec.json.Decoder[list[Kept]], member: msgspec.Raw) -> Iterator[Kept]:
    try:
        yield from decoder.decode(b"[%s]" % member)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return
