"""Writing object rows as JSON and reading them back, by the name of their type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from console.kernel.prepared import prepared
from console.store.history.kept_list import decode_kept
from console.store.history.row_type import ROW_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.event import ObjectRow

_DECODERS = {one.__name__: msgspec.json.Decoder(prepared(list[one])) for one in ROW_TYPES}  # type: ignore[valid-type]
_ENCODER = msgspec.json.Encoder()
_STRIDE = 500


def encode_rows(rows: Iterable[ObjectRow]) -> bytes:
    """Return rows as one JSON object: type name to list of rows.

    They are encoded in strides: one call for ten thousand pods would hold the interpreter for several frames. A number
    that JSON has no word for (infinite, none at all) becomes null; a row that cannot do without it is lost, alone.
    """
    by_type: dict[str, list[ObjectRow]] = {}
    for row in rows:
        by_type.setdefault(type(row).__name__, []).append(row)
    lists = []
    for name, known in by_type.items():
        strides = (_ENCODER.encode(known[start : start + _STRIDE])[1:-1] for start in range(0, len(known), _STRIDE))
        lists.append(b'"%s":[%s]' % (name.encode(), b",".join(strides)))
    return b"{%s}" % b",".join(lists)


def decode_rows(text: bytes) -> tuple[ObjectRow, ...]:
    """Return the rows; types and rows that this version does not know any more are left out."""
    rows: list[ObjectRow] = []
    for name, raw in msgspec.json.decode(text, type=dict[str, msgspec.Raw]).items():
        if name in _DECODERS:
            try:
                rows.extend(decode_kept(_DECODERS[name], raw))
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                continue  # no list: it will be read anew
    return tuple(rows)
