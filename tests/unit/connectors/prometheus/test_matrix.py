"""Decoding of ranges: equal to prometheus-api-client, and honest about what is not a range."""

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_api_client import PrometheusConnect

from connectors.prometheus.envelope import WrongShapeError
from connectors.prometheus.matrix import decode_matrix

_EPOCH_MS = st.integers(0, 4_000_000_000_000)
_VALUES = st.floats(allow_nan=True, allow_infinity=True)


def _go_number(value: float) -> str:
    """Write a value as Prometheus does: no exponents, signed infinity."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return np.format_float_positional(value, trim="-")


def _exponent_number(value: float) -> str:
    """Write a value with exponents and explicit signs, as compatible servers may."""
    return f"{value:.17e}" if math.isfinite(value) else _go_number(value)


_SERIES = st.lists(
    st.tuples(
        st.dictionaries(st.text(max_size=8), st.text(max_size=12), max_size=3),
        st.lists(st.tuples(_EPOCH_MS, _VALUES), max_size=20),
    ),
    max_size=6,
)


def _body(series: list[tuple[dict[str, str], list[tuple[int, float]]]], number: Any, **json_options: Any) -> bytes:
    result = [
        {"metric": labels, "values": [[at_ms / 1000, number(value)] for at_ms, value in points]}
        for labels, points in series
    ]
    answer = {"status": "success", "data": {"resultType": "matrix", "result": result}}
    return json.dumps(answer, **json_options).encode()


class _Session:
    """A session for the package that answers with a fixed body."""

    verify = True
    cert = None

    def __init__(self, body: bytes) -> None:
        self._body = body

    def mount(self, _prefix: str, _adapter: object) -> None:
        pass

    def request(self, **_options: Any) -> Any:
        body = self._body

        class Response:
            status_code = 200

            @staticmethod
            def json() -> Any:
                return json.loads(body)

        return Response()


def _oracle(body: bytes) -> list[dict[str, Any]]:
    from datetime import UTC, datetime

    at = datetime(2026, 1, 1, tzinfo=UTC)
    package = PrometheusConnect(url="http://unused", session=_Session(body))
    return package.custom_query_range("q", at, at, "1")


@pytest.mark.parametrize("number", [_go_number, _exponent_number])
@pytest.mark.parametrize("json_options", [{}, {"separators": (",", ":")}, {"ensure_ascii": False, "indent": 1}])
@settings(max_examples=40)
@given(series=_SERIES)
def test_arrays_equal_what_prometheus_api_client_reads(
    series: list[tuple[dict[str, str], list[tuple[int, float]]]], number: Any, json_options: dict[str, Any]
) -> None:
    # proves issue 2 deliverable 5: below the package, with the package as oracle; NaN, Inf and empty series included
    body = _body(series, number, **json_options)
    decoded, notes = decode_matrix(body)
    expected = _oracle(body)
    assert notes == ()
    assert [dict(one.labels) for one in decoded] == [one["metric"] for one in expected]
    for ours, theirs in zip(decoded, expected, strict=True):
        assert ours.times.dtype == ours.values.dtype == np.float64
        np.testing.assert_array_equal(ours.times, [at for at, _ in theirs["values"]])
        np.testing.assert_array_equal(ours.values, [float(text) for _, text in theirs["values"]])


def test_warnings_and_infos_of_the_server_are_kept() -> None:
    body = b'{"status":"success","warnings":["w"],"infos":["i"],"data":{"resultType":"matrix","result":[]}}'
    assert decode_matrix(body) == ((), ("w", "i"))


def test_native_histograms_are_left_out_and_said_so() -> None:
    rows = b'{"metric":{"a":"1"},"histograms":[[1,{"count":"1","sum":"1"}]]},{"metric":{"a":"2"},"values":[[1,"2"]]}'
    series, notes = decode_matrix(b'{"status":"success","data":{"resultType":"matrix","result":[' + rows + b"]}}")
    assert [one.labels for one in series] == [{"a": "2"}]
    assert notes == ("Native histograms have no single value; series left out: 1.",)


@pytest.mark.parametrize(
    "result",
    [
        b'{"metric":{},"values":[[1,2,3]]}',
        b'{"metric":{},"values":[[1,"2"],[3]]}',
        b'{"metric":{},"values":[[1,null]]}',
        b'{"metric":{},"values":[[1,"many"]]}',
        b'{"metric":{},"values":[["NaN","1"]]}',
        b'{"metric":{},"values":{"1":"2"}}',
        b'{"metric":{"a":1},"values":[]}',
        b"7",
    ],
)
def test_points_of_another_shape_are_refused_not_guessed(result: bytes) -> None:
    with pytest.raises(WrongShapeError):
        decode_matrix(b'{"status":"success","data":{"resultType":"matrix","result":[' + result + b"]}}")


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail_in_any_other_way(body: bytes) -> None:
    with pytest.raises(WrongShapeError):
        decode_matrix(body)


@given(st.integers(0, 400))
def test_every_truncation_is_noticed(cut: int) -> None:
    whole = _body([({"a": "b"}, [(1000 * n, float(n)) for n in range(8)])], _go_number)
    if cut < len(whole):
        with pytest.raises(WrongShapeError):
            decode_matrix(whole[:cut])


def test_deep_nesting_does_not_exhaust_the_stack() -> None:
    with pytest.raises(WrongShapeError):
        decode_matrix(b'{"status":"success","data":' + b"[" * 100_000)
