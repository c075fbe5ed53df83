"""Whatever a Prometheus answers, the decoders give finite shapes or ``WrongShapeError``. (hostile input, fuzzed)"""

import contextlib
import json
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.prometheus.envelope import Envelope, WrongShapeError, decode_envelope, trouble_of
from connectors.prometheus.instant import decode_instant
from connectors.prometheus.matrix import decode_matrix
from connectors.prometheus.wire import WireAlerts, WireRules, WireStorage, WireTargets

_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
    st.sampled_from(["NaN", "+Inf", "-Inf", "1e400", "0x10", "9" * 5000, "", "0001-01-01T00:00:00Z", "\ud800"]),
)  # fmt: skip
_TREES: st.SearchStrategy[Any] = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["metric", "value", "values", "histograms", "labels", "state", "activeAt", "alerts", "groups"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)
_POINTS = st.lists(st.tuples(st.floats() | st.integers(), _SCALARS), max_size=3)


def _decode(raw: bytes) -> None:
    with contextlib.suppress(WrongShapeError):
        decode_instant(raw)
    with contextlib.suppress(WrongShapeError):
        for one in decode_matrix(raw)[0]:
            assert one.times.shape == one.values.shape
            assert np.isfinite(one.times).all()
    for shape in (WireAlerts, WireRules, WireStorage, WireTargets):
        with contextlib.suppress(WrongShapeError):
            found, _notes = decode_envelope(msgspec.json.Decoder(Envelope[shape]), raw)  # type: ignore[valid-type]
            for alert in getattr(found, "alerts", ()):
                alert.row()
    trouble_of(raw)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["vector", "matrix", "scalar", "string"]), _TREES | st.lists(_TREES, max_size=3))
def test_any_result_is_decoded_or_refused(kind: str, result: Any) -> None:
    _decode(json.dumps({"status": "success", "data": {"resultType": kind, "result": result}}).encode())


@settings(max_examples=150, deadline=None)
@given(_POINTS, st.sampled_from(["vector", "matrix"]))
def test_any_points_are_decoded_or_refused(points: list[Any], kind: str) -> None:
    row = {"metric": {"a": "b"}, "values": points, "value": points[0] if points else None}
    _decode(json.dumps({"status": "success", "data": {"resultType": kind, "result": [row]}}).encode())


@settings(max_examples=60, deadline=None)
@given(_TREES)
def test_any_data_is_decoded_or_refused(data: Any) -> None:
    _decode(json.dumps({"status": "success", "data": data}).encode())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=120))
def test_any_bytes_are_decoded_or_refused(raw: bytes) -> None:
    _decode(raw)


@pytest.mark.parametrize("depth", [900, 1_100, 10_000])
def test_deep_nesting_is_refused(depth: int) -> None:
    _decode(b'{"status":"success","data":{"resultType":"vector","result":%s%s}}' % (b"[" * depth, b"]" * depth))


@pytest.mark.parametrize("value", ["x", "", "9" * 5000, "NaN"])
def test_an_alert_with_an_odd_value_has_a_number_all_the_same(value: str) -> None:
    alert = {"labels": {"a": "b"}, "state": "firing", "value": value, "activeAt": "9999-12-31T23:59:59Z"}
    raw = json.dumps({"status": "success", "data": {"alerts": [alert]}}).encode()
    found, _notes = decode_envelope(msgspec.json.Decoder(Envelope[WireAlerts]), raw)
    assert isinstance(found.alerts[0].row().value, float)
