"""Samples into a real Prometheus by remote write, so that tests know every value that it holds."""

import struct
import urllib.request
from collections.abc import Iterable, Mapping

import cramjam

Points = Iterable[tuple[float, float]]


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def encode(series: Iterable[tuple[Mapping[str, str], Points]]) -> bytes:
    """Return a prometheus.WriteRequest: per series its labels (with ``__name__``) and (unix seconds, value)."""
    request = bytearray()
    for labels, points in series:
        message = bytearray()
        for name, value in sorted(labels.items()):
            message += _field(1, _field(1, name.encode()) + _field(2, value.encode()))
        for at_s, value in points:
            message += _field(2, b"\x09" + struct.pack("<d", value) + b"\x10" + _varint(round(at_s * 1000)))
        request += _field(1, bytes(message))
    return bytes(request)


def write(url: str, series: Iterable[tuple[Mapping[str, str], Points]]) -> None:
    """Write the samples of each series, ascending in time, to the server at ``url``."""
    body = bytes(cramjam.snappy.compress_raw(encode(series)))
    headers = {"Content-Encoding": "snappy", "Content-Type": "application/x-protobuf"}
    request = urllib.request.Request(f"{url}/api/v1/write", body, headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.status in (200, 204)
