"""The cells of a workbook show what the pages show: digits, units, and no sign before a zero."""

import io
import zipfile
from xml.etree import ElementTree

import pytest

from console.domain.health import Health
from console.domain.report.document import Document
from console.domain.report.key_figures import KeyFigure, KeyFigures
from console.domain.report.table import Column, Table
from console.domain.report.value import Value
from console.domain.unit import Unit
from console.presenters.report_value import amount, counted, measured, share, shown, span
from console.reports.render import render
from console.reports.workbook.style import number_format, written_number

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.mark.parametrize(
    ("value", "text", "wanted"),
    [
        (span(30.0), "30.0 s", '#,##0 "s"'),
        (span(7_200.0), "2 h", '#,##0 "s"'),
        (span(0.182), "182 ms", '#,##0.0## "s"'),
        (amount(1234.5, "USD"), "1,234.50 USD", '#,##0.00 "USD"'),
        (amount(1234.0, "JPY"), "1,234 JPY", '#,##0 "JPY"'),
        (amount(0, "JPY"), "0 JPY", '#,##0 "JPY"'),
        (amount(0.25, "JPY"), "0.2500 JPY", '#,##0.0000 "JPY"'),
        (amount(0.0625, "USD"), "0.0625 USD", '#,##0.0000 "USD"'),
        (share(0.5), "50.0 %", "#,##0.0 %"),
        (share(0.9995), "99.950 %", "#,##0.000 %"),
        (share(1.0), "100 %", "#,##0 %"),
        (shown("99.999 %", 99.999, "%"), "99.999 %", '#,##0.000 "%"'),
        (shown("99.9 %", 99.9, "%"), "99.9 %", '#,##0.0 "%"'),
        (shown("99.995 %", 99.995, "%"), "99.995 %", '#,##0.000 "%"'),
        (shown("8.1 %", 8.123456, "%"), "8.1 %", '#,##0.00 "%"'),
        (shown("12.0 mWh", 1.2e-5, "kWh"), "12.0 mWh", '#,##0.0000000 "kWh"'),
        (shown("0.25", 0.25), "0.25", "#,##0.0000"),
        (measured(2e-5, Unit.USD_PER_HOUR), "$0.0000200/h", '#,##0.0000000 "USD/h"'),
        (measured(0.0002, Unit.USD), "$0.000200", '#,##0.000000 "USD"'),
        (measured(2.13e-5, Unit.SECONDS), "0.021 ms", '#,##0.0###### "s"'),
        (counted(12, unit="pods"), "12 pods", '#,##0 "pods"'),
    ],
)
def test_a_number_has_the_digits_of_the_page(value: Value, text: str, wanted: str) -> None:
    assert (value.text, number_format(value)) == (text, wanted)


@pytest.mark.parametrize(
    ("value", "text", "written"),
    [
        (amount(-1e-5, "USD"), "0.0000 USD", 0.0),
        (amount(-1e-4, "USD"), "-0.0001 USD", -1e-4),
        (amount(-12.5, "USD"), "-12.50 USD", -12.5),
        (amount(1e-5, "USD"), "0.0000 USD", 1e-5),
        (span(-0.0001), "-0.10 ms", -0.0001),
    ],
)
def test_what_the_page_rounds_to_nothing_has_no_sign_in_its_cell(value: Value, text: str, written: float) -> None:
    assert (value.text, written_number(value)) == (text, written)


def test_the_workbook_holds_these_numbers_and_formats() -> None:
    table = Table((Column("Off"), Column("Took")), ((amount(-1e-5, "USD"), span(30.0)),))
    with zipfile.ZipFile(io.BytesIO(render(Document("Costs", (table,), "en", 1.79e9), "xlsx"))) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        styles = book.read("xl/styles.xml").decode()
    numbers = [one.findtext(f"{SHEET}v") for one in sheet.iter(f"{SHEET}c") if one.get("t") is None]
    assert [one for one in numbers if one is not None] == ["0", "30"]
    assert "#,##0 &quot;s&quot;" in styles


def test_a_judged_number_has_the_mark_of_its_health_beside_its_colour() -> None:
    """Who does not see colours reads the same: what is judged is told by shape, too. (proves L4.5, C1)"""
    figures = KeyFigures((
        KeyFigure("Headroom", share(-0.115), health=Health.CRITICAL), KeyFigure("Left", share(0.5), health=Health.OK),
        KeyFigure("Buffer", share(0.2)),
    ))  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(render(Document("Figures", (figures,), "en", 1.79e9), "xlsx"))) as book:
        root = ElementTree.fromstring(book.read("xl/styles.xml"))
    formats = {one.get("formatCode") for one in root.iter(f"{SHEET}numFmt")}
    assert formats == {'"◆ "#,##0.0 %;"◆ "-#,##0.0 %', '"● "#,##0.0 %;"● "-#,##0.0 %', "#,##0.0 %"}
