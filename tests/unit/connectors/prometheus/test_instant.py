"""Decoding of instant answers."""

import math

import pytest

from connectors.prometheus.envelope import WrongShapeError
from connectors.prometheus.instant import decode_instant
from console.ports.metric import Sample


def test_vector_with_special_values_and_notes() -> None:
    rows = ",".join(f'{{"metric":{{"n":"{text}"}},"value":[1.5,"{text}"]}}' for text in ("+Inf", "-Inf", "2e+06"))
    body = f'{{"status":"success","data":{{"resultType":"vector","result":[{rows}]}},"warnings":["w"]}}'
    samples, notes = decode_instant(body.encode())
    assert samples == (
        Sample({"n": "+Inf"}, math.inf, 1.5),
        Sample({"n": "-Inf"}, -math.inf, 1.5),
        Sample({"n": "2e+06"}, 2e6, 1.5),
    )
    assert notes == ("w",)


def test_scalar_is_one_sample_without_labels() -> None:
    body = b'{"status":"success","data":{"resultType":"scalar","result":[3,"4"]}}'
    assert decode_instant(body) == ((Sample({}, 4.0, 3.0),), ())


def test_nan_stays_nan_and_is_not_zero() -> None:
    body = b'{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"NaN"]}]}}'
    assert math.isnan(decode_instant(body)[0][0].value)


def test_histograms_are_left_out_and_said_so() -> None:
    body = b'{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"histogram":[1,{}]}]}}'
    assert decode_instant(body) == ((), ("Native histograms have no single value; series left out: 1.",))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b'{"status":"success","data":{"resultType":"matrix","result":[]}}', "not single values"),
        (b'{"status":"success","data":{"resultType":"string","result":[1,"x"]}}', "not single values"),
        (b'{"status":"success"}', "no data"),
        (b'{"status":"error","error":"boom"}', "boom"),
        (b'{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"x"]}]}}', "x"),
        (b"<html>", "malformed"),
        (b"", "truncated"),
    ],
)
def test_other_bodies_are_refused_with_the_reason(body: bytes, says: str) -> None:
    with pytest.raises(WrongShapeError, match=says):
        decode_instant(body)
