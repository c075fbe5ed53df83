"""Prometheus remote write 1.0, encoded with numpy alone.

A sample is always 18 bytes here (``12 10 09 <f8> 10 <6-byte varint of milliseconds>``), so that a whole series is one
structured array; no protobuf library is needed.
"""

from collections.abc import Iterable, Mapping

import cramjam
import numpy as np
from numpy.typing import NDArray

HEADERS = {
    "Content-Type": "application/x-protobuf",
    "Content-Encoding": "snappy",
    "X-Prometheus-Remote-Write-Version": "0.1.0",
}
_SAMPLE = np.dtype([("head", "V3"), ("value", "<f8"), ("tag", "V1"), ("time", "V6")])
_SIX_BYTES_FROM_MS, _SIX_BYTES_TO_MS = 1 << 35, 1 << 42  # 1971 .. 2109: the varint needs exactly six bytes

Floats = NDArray[np.float64]
Series = tuple[Mapping[str, str], Floats, Floats]


def encode_request(series: Iterable[Series]) -> bytes:
    """Return the snappy-compressed ``WriteRequest`` of ``(labels, unix seconds, values)`` triples.

    Raises:
        ValueError: the arrays differ in length, or a time lies outside 1971..2109.
    """
    body = b"".join(_field(1, _labels(labels) + _samples(times_s, values)) for labels, times_s, values in series)
    return bytes(cramjam.snappy.compress_raw(body))


def _labels(labels: Mapping[str, str]) -> bytes:
    return b"".join(
        _field(1, _field(1, name.encode()) + _field(2, value.encode())) for name, value in sorted(labels.items())
    )


def _field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | 2]) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def _samples(times_s: Floats, values: Floats) -> bytes:
    if len(times_s) != len(values):
        raise ValueError(f"{len(times_s)} times for {len(values)} values")
    if len(times_s) == 0:
        return b""
    rest = np.rint(times_s * 1000).astype(np.int64)
    if rest.min() < _SIX_BYTES_FROM_MS or rest.max() >= _SIX_BYTES_TO_MS:
        raise ValueError("a time lies outside 1971..2109")
    rows = np.empty(len(values), _SAMPLE)
    rows["head"] = np.void(b"\x12\x10\x09")
    rows["value"] = values
    rows["tag"] = np.void(b"\x10")
    varint = np.empty((len(values), 6), np.uint8)
    for byte in range(6):
        varint[:, byte] = (rest & 0x7F) | (0x80 if byte < 5 else 0)
        rest >>= 7
    rows["time"] = varint.view("V6")[:, 0]
    return rows.tobytes()
