"""Remote write without a protobuf library says what an independent reading of the wire format finds in it."""

import struct
from collections.abc import Iterator

import cramjam
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.lab.backfill.remote_write import encode_request

Decoded = list[tuple[dict[str, str], list[tuple[int, float]]]]
_LENGTH, _FIXED64, _VARINT = 2, 1, 0


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (content[at] & 0x7F) << shift
        shift += 7
        at += 1
        if not content[at - 1] & 0x80:
            return value, at


def _fields(content: bytes) -> Iterator[tuple[int, bytes | float | int]]:
    """Read protobuf by its published encoding, knowing nothing of the encoder under test."""
    at = 0
    while at < len(content):
        key, at = _varint(content, at)
        if key & 7 == _LENGTH:
            length, at = _varint(content, at)
            yield key >> 3, content[at : at + length]
            at += length
        elif key & 7 == _FIXED64:
            yield key >> 3, struct.unpack_from("<d", content, at)[0]
            at += 8
        else:
            assert key & 7 == _VARINT
            value, at = _varint(content, at)
            yield key >> 3, value


def _decode(body: bytes) -> Decoded:
    found: Decoded = []
    for _, series in _fields(bytes(cramjam.snappy.decompress_raw(body))):
        labels: dict[str, str] = {}
        points: list[tuple[int, float]] = []
        assert isinstance(series, bytes)
        for number, content in _fields(series):
            assert isinstance(content, bytes)
            inner = dict(_fields(content))
            if number == 1:
                labels[inner[1].decode()] = inner[2].decode()  # type: ignore[union-attr]
            else:
                points.append((int(inner[2]), float(inner[1])))
        found.append((labels, points))
    return found


_names = st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=200)
_points = st.lists(st.tuples(st.integers(2**35, 2**42 - 1), st.floats(allow_nan=False)), max_size=20)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.dictionaries(_names, st.text(max_size=300), min_size=1, max_size=5), _points), max_size=4))
def test_every_label_time_and_value_arrives(series: Decoded) -> None:
    given_ = [
        (labels, np.array([at / 1000 for at, _ in points]), np.array([value for _, value in points]))
        for labels, points in series
    ]
    assert _decode(encode_request(given_)) == series


def test_labels_are_sorted_as_the_protocol_demands() -> None:
    body = encode_request([({"b": "2", "__name__": "x", "a": "1"}, np.array([1.7e9]), np.array([1.0]))])
    assert [list(labels) for labels, _ in _decode(body)] == [["__name__", "a", "b"]]


def test_infinity_and_not_a_number_arrive() -> None:
    times = np.array([1.7e9, 1.7e9 + 1, 1.7e9 + 2])
    body = encode_request([({"__name__": "x"}, times, np.array([np.inf, -np.inf, np.nan]))])
    values = [value for _, value in _decode(body)[0][1]]
    assert values[:2] == [np.inf, -np.inf]
    assert np.isnan(values[2])


@pytest.mark.parametrize("at_s", [0.0, 1e6, 5e9, -1.0])
def test_a_time_outside_the_six_bytes_is_refused(at_s: float) -> None:
    with pytest.raises(ValueError, match="outside"):
        encode_request([({"__name__": "x"}, np.array([at_s]), np.array([1.0]))])


def test_times_and_values_must_match() -> None:
    with pytest.raises(ValueError, match="2 times for 1 values"):
        encode_request([({"__name__": "x"}, np.array([1.7e9, 1.7e9]), np.array([1.0]))])
