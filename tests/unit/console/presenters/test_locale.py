"""Figures, lengths and moments as the reader writes them. (proves requirements C1 and the locale of the product)"""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from console.domain.unit import Unit
from console.kernel.i18n import Speaking, plain, set_language, set_numbers
from console.presenters.capacity.capacity_text import day_text
from console.presenters.emission_text import emission
from console.presenters.format import (
    ago,
    duration,
    local_day,
    local_minute,
    local_time,
    minute_text,
    month_text,
    number,
    percent,
    quantity,
    short,
    signed,
    size,
    tick_moment,
)
from console.presenters.money_text import money
from console.reports.svg.scale import tick_text, time_ticks

AT_S = datetime(2026, 11, 21, 14, 3, 9).astimezone().timestamp()  # a Saturday, in the time zone of this computer
LANGUAGES = ("en", "ja", "de")
NO_BREAK, APOSTROPHE = "\u00a0", "\u2019"


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    set_language("en")
    set_numbers("1,234.5")


def _read_in(reader: str) -> None:
    """English texts with German numbers: the locale says so, the console has no German."""
    set_language("ja" if reader == "ja" else "en")
    set_numbers("1.234,5" if reader == "de" else "1,234.5")


GOLDEN = [
    (lambda: number(1234567.891, 2), "1,234,567.89", "1,234,567.89", "1.234.567,89"),
    (lambda: short(99.95), "99.95", "99.95", "99,95"),
    (lambda: short(1234.5), "1,234.5", "1,234.5", "1.234,5"),
    (lambda: short(0.0), "0", "0", "0"),
    (lambda: short(30.0), "30", "30", "30"),
    (lambda: short(0.000123), "0.000123", "0.000123", "0,000123"),
    (lambda: signed(-6.25, 1), "-6.2", "-6.2", "-6,2"),
    (lambda: signed(1234.0), "+1,234", "+1,234", "+1.234"),
    (lambda: percent(0.99934), "99.934 %", "99.934 %", "99,934 %"),
    (lambda: quantity(1240.4, Unit.PER_SECOND), "1,240/s", "1,240/s", "1.240/s"),
    (lambda: quantity(12.4, Unit.USD_PER_HOUR), "$12.4/h", "$12.4/h", "$12,4/h"),
    (lambda: quantity(1.4249, Unit.SECONDS), "1.42 s", "1.42 秒", "1,42 s"),
    (lambda: duration(0.0042), "4.2 ms", "4.2 ms", "4,2 ms"),
    (lambda: duration(95), "1 min 35 s", "1 分 35 秒", "1 min 35 s"),
    (lambda: duration(-95), "-1 min 35 s", "-1 分 35 秒", "-1 min 35 s"),
    (lambda: duration(7_500), "2 h 5 min", "2 時間 5 分", "2 h 5 min"),
    (lambda: duration(90_000 + 1_200 * 86_400), "1,201 d 1 h", "1,201 日 1 時間", "1.201 d 1 h"),
    (lambda: ago(0.0, 200.0), "3 min ago", "3 分前", "3 min ago"),
    (lambda: money(Decimal("1234.5"), "USD"), "1,234.50 USD", "1,234.50 USD", "1.234,50 USD"),
    (lambda: money(1234.5, "JPY"), "1,234 JPY", "1,234 JPY", "1.234 JPY"),
    (lambda: money(0.0123, "JPY"), "0.0123 JPY", "0.0123 JPY", "0,0123 JPY"),
    (lambda: money(-0.00001, "EUR"), "0.0000 EUR", "0.0000 EUR", "0,0000 EUR"),
    (lambda: emission(1_234.0), "1.23 kg CO2e", "1.23 kg CO2e", "1,23 kg CO2e"),
    (lambda: size(3 * 1024**3), "3.00 GiB", "3.00 GiB", "3,00 GiB"),
    (lambda: local_time(AT_S), "2026-11-21 14:03:09", "2026/11/21 14:03:09", "2026-11-21 14:03:09"),
    (lambda: local_minute(AT_S), "2026-11-21 14:03", "2026/11/21 14:03", "2026-11-21 14:03"),
    (lambda: local_day(AT_S), "2026-11-21", "2026/11/21", "2026-11-21"),
    (lambda: day_text(0.0, "UTC"), "1970-01-01", "1970/01/01", "1970-01-01"),
    (lambda: month_text(datetime(2026, 11, 1, tzinfo=UTC)), "2026-11", "2026/11", "2026-11"),
    (lambda: minute_text(datetime(2026, 11, 1, 9, 30, tzinfo=UTC), with_zone=True), "2026-11-01 09:30 UTC",
     "2026/11/01 09:30 UTC", "2026-11-01 09:30 UTC"),
    (lambda: tick_moment(AT_S, 86_400.0), "11-21 (Sat)", "11/21 (土)", "11-21 (Sat)"),
    (lambda: tick_moment(AT_S, 3_600.0), "14:03", "14:03", "14:03"),
    (lambda: tick_moment(AT_S, 5.0), "14:03:09", "14:03:09", "14:03:09"),
    (lambda: tick_moment(AT_S, 0.1), "09.000", "09.000", "09,000"),
    (lambda: tick_moment(AT_S, 30 * 86_400.0), "2026-11", "2026/11", "2026-11"),
    (lambda: tick_moment(AT_S, 365 * 86_400.0), "2026", "2026", "2026"),
    (lambda: tick_moment(1e300, 1.0), "", "", ""),
    (lambda: tick_text(2_500.0, 500.0), "2,500", "2,500", "2.500"),
    (lambda: tick_text(0.25, 0.25), "0.25", "0.25", "0,25"),
    (lambda: time_ticks(AT_S, AT_S + 5 * 86_400)[0][1], "11-22", "11/22", "11-22"),
]  # fmt: skip


@pytest.mark.parametrize(("write", "english", "japanese", "german"), GOLDEN)
def test_every_reader_sees_his_own_signs(write: object, english: str, japanese: str, german: str) -> None:
    assert callable(write)
    found = []
    for reader in LANGUAGES:
        _read_in(reader)
        found.append(write())
    assert found == [english, japanese, german]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LC_ALL": "de_DE.UTF-8", "LANG": "en_US.UTF-8"}, "1.234,5"),
        ({"LC_NUMERIC": "fr_FR.UTF-8", "LANG": "en_US.UTF-8"}, f"1{NO_BREAK}234,5"),
        ({"LC_NUMERIC": "en_GB.UTF-8", "LANG": "de_DE.UTF-8"}, "1,234.5"),
        ({"LANG": "pt_BR.UTF-8"}, "1.234,5"),
        ({"LANG": "pt_PT.UTF-8"}, f"1{NO_BREAK}234,5"),
        ({"LANG": "es_MX.UTF-8"}, "1,234.5"),
        ({"LANG": "es_ES@euro"}, "1.234,5"),
        ({"LANG": "de_CH.UTF-8"}, f"1{APOSTROPHE}234.5"),
        ({"LANG": "ja_JP.UTF-8"}, "1,234.5"),
        ({"LANG": "C.UTF-8"}, "1,234.5"),
        ({"LANG": "xx_YY"}, "1,234.5"),
        ({}, "1.234,5"),  # macOS and Windows tell it without variables
    ],
)
def test_the_locale_of_the_system_says_how_numbers_are_written(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    for name in ("LC_ALL", "LC_NUMERIC", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    set_numbers("system", "de_DE")
    assert number(1234.5, 1) == expected


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("1,234.5", "1,234.5", "1234.5"),
        ("1,234.5", "-1,234", "-1234"),
        ("1,234.5", "1,5", None),  # 15 for who is careless
        ("1,234.5", "1234,567", None),
        ("1,234.5", "1,23,456", None),
        ("1,234.5", "1.234,5", None),
        ("1,234.5", ",234", None),
        ("1.234,5", "1.234,5", "1234.5"),
        ("1.234,5", "0,05", "0.05"),
        ("1.234,5", "1.5", None),
        ("1 234,5", "1 234,5", "1234.5"),
        ("1 234,5", "1.5", None),
        (f"1{APOSTROPHE}234.5", "1'234.5", "1234.5"),
        ("1,234.5", "1e3", "1e3"),
        ("1,234.5", "tokyo", "tokyo"),
        ("1,234.5", "", ""),
    ],
)
def test_a_typed_number_is_read_with_the_readers_signs_or_not_at_all(
    form: str, text: str, expected: str | None
) -> None:
    set_numbers(form)
    assert plain(text) == expected


def test_a_report_in_another_language_has_that_languages_signs_and_one_in_the_own_language_the_own() -> None:
    _read_in("de")
    with Speaking("ja"):
        assert (number(1234.5, 1), local_day(AT_S)) == ("1,234.5", "2026/11/21")
    with Speaking("en"):
        assert number(1234.5, 1) == "1.234,5"
    assert number(1234.5, 1) == "1.234,5"


@pytest.mark.parametrize("form", ["1,234.5", "1.234,5", "1 234,5", f"1{APOSTROPHE}234.5"])
def test_what_is_written_can_be_typed(form: str) -> None:
    set_numbers(form)
    for value in (0.05, 1.5, 999.25, 1234.5, -1234567.75):
        assert float(plain(number(value, 2)) or "nan") == value
