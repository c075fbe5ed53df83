"""Decoding of range answers: no Python object lives per point, because those are the cost, not the parser."""

import struct
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from connectors.prometheus.envelope import Envelope, WrongShapeError, decode_envelope
from connectors.prometheus.instant import histogram_note
from console.ports.metric import Series

if TYPE_CHECKING:
    from numpy.typing import NDArray


class _Row(msgspec.Struct, gc=False):
    metric: dict[str, str]
    values: msgspec.Raw = msgspec.Raw(b"[]")
    histograms: msgspec.Raw = msgspec.Raw()


class _Result(msgspec.Struct):
    resultType: str  # noqa: N815 - the server's spelling
    result: list[_Row]


_ENVELOPE = msgspec.json.Decoder(Envelope[_Result])
_NUMBERS = msgspec.json.Decoder(list[float])
_NUMBERS_AND_TEXTS = msgspec.json.Decoder(list[float], strict=False)
_POINT = 2  # time, value


def decode_matrix(raw: bytes) -> tuple[tuple[Series, ...], tuple[str, ...]]:
    """Return the series and the server's notes; raise ``WrongShapeError`` for anything that is not a range."""
    data, notes = decode_envelope(_ENVELOPE, raw)
    if data.resultType != "matrix":
        raise WrongShapeError(f"it is a {data.resultType[:40]}, not a range")
    rows = [row for row in data.result if not _is_histogram(row)]
    return tuple(_series(row) for row in rows), (*notes, *histogram_note(len(data.result) - len(rows)))


def _is_histogram(row: _Row) -> bool:
    return memoryview(row.histograms).nbytes > 0 and memoryview(row.values).nbytes <= len("[]")


def _series(row: _Row) -> Series:
    points = _points(bytes(row.values))
    times = np.ascontiguousarray(points[:, 0])
    if not bool(np.isfinite(times).all()):
        raise WrongShapeError("a point has no time")
    return Series(row.metric, times, np.ascontiguousarray(points[:, 1]))


def _points(values: bytes) -> "NDArray[np.float64]":
    """Turn ``[[time,"value"],...]`` into an array of two columns by cutting away everything but the numbers.

    A plus sign may go too: exponents do not need it, and the decoder does not know "+Inf". Values are then plain
    numbers unless there is NaN or Inf among them, which stay in their quotes.
    """
    plain = b"N" not in values and b"I" not in values
    bare = values.translate(None, b'[]"+' if plain else b"[]+")
    try:
        flat = (_NUMBERS if plain else _NUMBERS_AND_TEXTS).decode(b"[" + bare + b"]")
    except (msgspec.MsgspecError, RecursionError) as error:
        raise WrongShapeError(str(error)) from None
    if not _is_paired(values, len(values) - len(bare), len(flat)):
        raise WrongShapeError("a point is not a time and a value")
    # Packing them is three times as fast as letting numpy look at each.
    return np.frombuffer(struct.pack(f"{len(flat)}d", *flat), np.float64).reshape(-1, _POINT)


def _is_paired(values: bytes, cut: int, numbers: int) -> bool:
    """Return whether there are two numbers to a bracket; ``cut`` characters tell it unless there are plus signs."""
    points, rest = divmod(numbers, _POINT)
    usual = points > 0 and cut == 4 * points + 2
    return not rest and (usual or points == max(0, values.count(b"[") - 1))
