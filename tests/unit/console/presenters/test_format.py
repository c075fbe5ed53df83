"""Numbers are written for people: scaled, with units, and a dash for what is not known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.unit import Unit
from console.presenters.format import ago, duration, local_time, number, percent, quantity, signed, significant, size


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.1824, Unit.SECONDS, "182 ms"),
        (0.0042, Unit.SECONDS, "4.2 ms"),
        (1.4249, Unit.SECONDS, "1.42 s"),
        (95, Unit.SECONDS, "1 min 35 s"),
        (7_200, Unit.SECONDS, "2 h"),
        (93_600, Unit.SECONDS, "1 d 2 h"),
        (1240.4, Unit.PER_SECOND, "1,240/s"),
        (0.9993, Unit.RATIO, "99.930 %"),
        (0.421, Unit.RATIO, "42.1 %"),
        (0.0123, Unit.RATIO, "1.23 %"),
        (12.4, Unit.USD_PER_HOUR, "$12.4/h"),
        (0.000321, Unit.USD, "$0.000321"),
        (0.00000103, Unit.KWH, "1.03 mWh"),
        (0.0042, Unit.KWH, "4.20 Wh"),
        (12.5, Unit.KWH, "12.5 kWh"),
        (310, Unit.WATT, "310 W"),
        (1520, Unit.TOKENS_PER_SECOND, "1,520 tok/s"),
        (12, Unit.COUNT, "12"),
        (1.5, Unit.COUNT, "1.50"),
        (None, Unit.COUNT, "–"),
        (float("nan"), Unit.RATIO, "–"),
        (float("inf"), Unit.PER_SECOND, "–"),
        (0.0, Unit.PER_SECOND, "0/s"),
        (0.9999962, Unit.RATIO, "99.9996 %"),
        (1 - 1e-13, Unit.RATIO, "99.999999 %"),
        (1.0, Unit.RATIO, "100 %"),
        (0.00004, Unit.RATIO, "0.004 %"),
        (-0.00003, Unit.RATIO, "-0.003 %"),
        (-0.0, Unit.RATIO, "0 %"),
        (0.9999, Unit.SECONDS, "1.00 s"),
        (59.996, Unit.SECONDS, "1 min"),
        (-3.5, Unit.USD, "-$3.50"),
        (9.996, Unit.PER_SECOND, "10.0/s"),
        (999_999, Unit.BYTES, "1.00 MB"),
    ],
)
def test_quantities_carry_their_unit(value: float | None, unit: Unit, text: str) -> None:
    assert quantity(value, unit) == text


@given(st.floats(min_value=0, max_value=1, exclude_min=True, exclude_max=True))
def test_what_is_less_than_the_whole_is_never_told_as_the_whole(ratio: float) -> None:
    assert not percent(ratio).startswith("100")


def test_what_is_rounded_away_has_no_sign() -> None:
    assert (number(-0.2), number(-0.004, 2), signed(-0.2), signed(0.2), signed(-1.2)) == ("0", "0.00", "0", "0", "-1")
    assert (size(1023.9), size(1_048_473)) == ("1.00 KiB", "1.00 MiB")


@given(st.floats(min_value=1e-6, max_value=1e12))
def test_three_digits_are_within_half_a_percent(value: float) -> None:
    assert float(significant(value).replace(",", "")) == pytest.approx(value, rel=0.0051)


@given(st.floats(allow_nan=True, allow_infinity=True), st.sampled_from(list(Unit)))
def test_no_value_breaks_a_page(value: float, unit: Unit) -> None:
    assert quantity(value, unit)
    assert duration(value)
    assert percent(value)
    assert size(value)


def test_ages_and_times() -> None:
    assert ago(None, 100.0) == "never"
    assert ago(99.5, 100.0) == "just now"
    assert ago(40.0, 100.0) == "1 min ago"
    assert ago(200.0, 100.0) == "just now"  # a clock that went back
    assert local_time(None) == "–"
    assert len(local_time(0.0)) == len("1970-01-01 00:00:00")
    assert size(3 * 1024**3) == "3.00 GiB"
    assert size(512) == "512 B"
