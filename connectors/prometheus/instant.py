"""Decoding of instant query answers."""

import msgspec

from connectors.prometheus.envelope import Envelope, WrongShapeError, decode_envelope
from console.kernel.i18n import t
from console.ports.metric import Sample


class _Result(msgspec.Struct):
    resultType: str  # noqa: N815 - the server's spelling
    result: msgspec.Raw


class _Row(msgspec.Struct):
    metric: dict[str, str]
    value: tuple[float, str] | None = None


_ENVELOPE = msgspec.json.Decoder(Envelope[_Result])
_ROWS = msgspec.json.Decoder(list[_Row])
_SCALAR = msgspec.json.Decoder(tuple[float, str])


def decode_instant(raw: bytes) -> tuple[tuple[Sample, ...], tuple[str, ...]]:
    """Return samples and the server's notes; a scalar is one sample without labels.

    Native histograms have no single value and are left out, with a note. Raises ``WrongShapeError``, also for a range
    or a text where single values were asked for.
    """
    data, notes = decode_envelope(_ENVELOPE, raw)
    try:
        if data.resultType == "scalar":
            at_s, text = _SCALAR.decode(data.result)
            return (Sample({}, float(text), at_s),), notes
        if data.resultType == "vector":
            rows = _ROWS.decode(data.result)
            samples = tuple(Sample(row.metric, float(row.value[1]), row.value[0]) for row in rows if row.value)
            left_out = len(rows) - len(samples)
            return samples, (*notes, *histogram_note(left_out))
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise WrongShapeError(str(error)) from None
    raise WrongShapeError(f"it is a {data.resultType[:40]}, not single values")


def histogram_note(count: int) -> tuple[str, ...]:
    """Return the note about native histograms that were left out, if any were."""
    return (t("Native histograms have no single value; series left out: {count}.", count=count),) if count else ()
