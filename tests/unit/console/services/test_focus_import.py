"""Reading FOCUS bills: exact money, problems with line and column, hostile files in bounded time and memory."""

import csv
import gzip
import io
import json
import tracemalloc
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.focus.charge import ChargeKey
from console.domain.focus.column import ColumnType
from console.domain.focus.ledger import FocusLedger
from console.domain.focus.problem import FocusProblem
from console.domain.focus.problem_list import MOST
from console.estate.focus_columns import focus_columns
from console.kernel.errors import UserError
from console.presenters.bill_totals import bill_totals
from console.services.focus_import import MOST_LINE, FocusReading, digest_of, read_focus
from console.store.cost_book import CostBook, total_of
from tests.fakes.focus_bill import GOOD, bill_file, bill_text

KEY = ChargeKey("2026-11-02", "USD", "Machines", "ap-northeast-1", "team-a", "tokyo")


def read(file: Path, tag: str = "cell") -> FocusReading:
    return read_focus(file, tag, 1_795_000_000.0, lambda _lines: None)


def problems(reading: FocusReading) -> Mapping[str, FocusProblem]:
    return {one.column: one for one in reading.bill.problems}


def refused(folder: Path, raw: bytes) -> UserError:
    file = folder / "bill.csv"
    file.write_bytes(raw)
    with pytest.raises(UserError) as caught:
        read(file)
    assert caught.value.hint
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 600
    return caught.value


@pytest.mark.parametrize("file", [Path("/dev/zero"), Path("/")])
def test_a_device_or_a_folder_is_refused_and_never_read(file: Path) -> None:
    for attempt in (digest_of, read):
        with pytest.raises(UserError, match="cannot be read"):
            attempt(file)


def test_a_good_bill_has_no_problems_and_exact_sums(tmp_path: Path) -> None:
    rows = [{"EffectiveCost": "0.1"}, {"EffectiveCost": "0.2"}, {"EffectiveCost": "1E-20"}]
    reading = read(bill_file(tmp_path, *rows))
    assert reading.bill.problems == ()
    assert (reading.bill.lines, reading.bill.left_out, reading.bill.name) == (3, 0, "bill.csv")
    [(key, total)] = reading.sums.items()
    assert key == KEY
    assert total.effective == Decimal("0.30000000000000000001")
    assert (total.billed, total.lines) == (Decimal("3.30"), 3)


def test_a_bill_is_read_compressed_too_and_is_the_same_bill(tmp_path: Path) -> None:
    """AWS and Oracle hand out ``.csv.gz`` only."""
    plain = bill_file(tmp_path, {"EffectiveCost": "0.1"}, {"ListCost": "x"})
    packed = tmp_path / "bill.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    reading = read(packed)
    assert reading.sums == read(plain).sums
    assert (reading.bill.digest, digest_of(packed)) == (read(plain).bill.digest, digest_of(plain))
    assert (reading.bill.problems, reading.bill.name) == (read(plain).bill.problems, "bill.csv.gz")
    packed.write_bytes(packed.read_bytes()[:-9])
    for attempt in (digest_of, read):
        with pytest.raises(UserError, match="gzip compression is damaged"):
            attempt(packed)


def test_currencies_days_and_places_are_never_mixed(tmp_path: Path) -> None:
    rows = [
        {},
        {"BillingCurrency": "JPY", "EffectiveCost": "150"},
        {"ChargePeriodStart": "2026-11-01T23:00:00Z"},
        {"Tags": '{"cell": "osaka"}'},
        {"Tags": ""},
        {"SubAccountId": ""},
    ]
    reading = read(bill_file(tmp_path, *rows))
    assert len(reading.sums) == 6
    assert total_of(reading.sums) == {"USD": Decimal("4.50"), "JPY": Decimal(150)}
    assert {row.currency for row in bill_totals(reading.sums)} == {"USD", "JPY"}
    assert sum(row.lines for row in bill_totals(reading.sums)) == 6


def test_another_tag_names_the_cell(tmp_path: Path) -> None:
    file = bill_file(tmp_path, {"Tags": '{"env": "x", "team/cell": "tokyo", "n": 1}'}, {"Tags": '{"cell": "other"}'})
    assert [key.cell for key in read(file, "team/cell").sums] == ["tokyo", ""]


@pytest.mark.parametrize(
    ("cells", "column", "words", "left_out"),
    [
        ({"BilledCost": "1,000.00"}, "BilledCost", "not a decimal number", True),
        ({"BilledCost": "$5"}, "BilledCost", "not a decimal number", True),
        ({"BilledCost": "NaN"}, "BilledCost", "not a decimal number", True),
        ({"EffectiveCost": "1E+999999999"}, "EffectiveCost", "not a decimal number", True),
        ({"EffectiveCost": "9" * 41}, "EffectiveCost", "not a decimal number", True),
        ({"EffectiveCost": ""}, "EffectiveCost", "It is empty", True),
        ({"BillingCurrency": "usd"}, "BillingCurrency", "not a currency", True),
        ({"BillingCurrency": "US Dollars"}, "BillingCurrency", "not a currency", True),
        ({"ChargePeriodStart": "02/11/2026"}, "ChargePeriodStart", "not a UTC time", True),
        ({"ChargePeriodStart": "2026-02-30T00:00:00Z"}, "ChargePeriodStart", "not a UTC time", True),
        ({"ChargePeriodStart": "2026-11-02T00:00:00+09:00"}, "ChargePeriodStart", "not a UTC time", True),
        ({"ChargePeriodEnd": "2026-11-01T00:00:00Z"}, "ChargePeriodEnd", "not after ChargePeriodStart", False),
        ({"ServiceName": ""}, "ServiceName", "It is empty", True),
        ({"ServiceCategory": "Magic"}, "ServiceCategory", "none of the allowed values", False),
        ({"ChargeCategory": "usage"}, "ChargeCategory", "none of the allowed values", False),
        ({"PricingUnit": ""}, "PricingUnit", "although there is a quantity", False),
        ({"Tags": "cell=tokyo"}, "Tags", "not a flat JSON object", False),
        ({"Tags": '{"a": {"b": 1}}'}, "Tags", "not a flat JSON object", False),
        ({"Tags": "[" * 50_000}, "Tags", "not a flat JSON object", False),
        ({"ListCost": "free"}, "ListCost", "not a decimal number", False),
    ],
)
def test_a_wrong_cell_is_told_with_line_and_column(
    tmp_path: Path, cells: dict[str, str], column: str, words: str, left_out: bool
) -> None:
    reading = read(bill_file(tmp_path, {}, cells, {}, cells))
    problem = problems(reading)[column]
    assert words in problem.reason
    assert (problem.line, problem.count, problem.left_out) == (3, 2, left_out)
    assert reading.bill.left_out == (2 if left_out else 0)


@pytest.mark.parametrize("form", ["{}T00:00Z", "{}T00:00:00.000Z", "{}T00:00:00+00:00", "{} 00:00:00 UTC"])
def test_a_time_in_another_form_is_told_and_counted(tmp_path: Path, form: str) -> None:
    cells = {"ChargePeriodStart": form.format("2026-11-02"), "ChargePeriodEnd": form.format("2026-11-03")}
    reading = read(bill_file(tmp_path, cells, {}, {**cells, "ChargePeriodEnd": cells["ChargePeriodStart"]}))
    assert (reading.bill.left_out, list(reading.sums)) == (0, [KEY])
    told = {(one.column, one.reason.split(" such")[0], one.count) for one in reading.bill.problems}
    assert told == {
        ("ChargePeriodStart", "It is not a UTC time", 2),
        ("ChargePeriodEnd", "It is not a UTC time", 2),
        ("ChargePeriodEnd", "It is not after ChargePeriodStart.", 1),
    }


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    reading = read(bill_file(tmp_path, {"ChargeDescription": "two\nlines"}, {"ListCost": "x"}))
    assert problems(reading)["ListCost"].line == 4


def test_missing_and_unknown_columns_are_told(tmp_path: Path) -> None:
    own = ("x_mine", "Invented")
    reading = read(bill_file(tmp_path, {}, leave_out=("ListCost", "PricingUnit"), own=own))
    told = problems(reading)
    assert told.keys() == {"ListCost", "PricingUnit", "Invented"}
    assert "mandatory and missing" in told["ListCost"].reason
    assert reading.bill.left_out == 0


def test_a_line_with_too_few_or_too_many_cells_is_left_out(tmp_path: Path) -> None:
    file = bill_file(tmp_path, {})
    file.write_text(file.read_text() + "1,2,3\n\n" + "x," * 100 + "\n")
    reading = read(file)
    assert (reading.bill.lines, reading.bill.left_out) == (3, 2)
    assert {one.reason for one in reading.bill.problems} == {
        f"It has 3 cells instead of {len(GOOD)}.",
        f"It has 101 cells instead of {len(GOOD)}.",
    }


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "has no column ChargePeriodStart"),
        (b"a,b\n1,2\n", "has no column"),
        (bill_text({}).replace(",", ";").encode(), "has no column"),
        (gzip.compress(bill_text({}).encode())[:-9], "gzip compression is damaged"),
        (gzip.compress(bill_text({}).encode()) + b"more", "gzip compression is damaged"),
        (b"\x1f\x8b\x08\x00" + b"\xff" * 60, "gzip compression is damaged"),
        (gzip.compress(bill_text({}).encode() + b"x" * (MOST_LINE + 2)), "longer than 1024 KiB"),
        (b"PAR1\x15\x04\x00\xff\xfe", "is not UTF-8"),
        ("\ufeff".encode("utf-16-le") + bill_text({}).encode("utf-16-le"), "is UTF-16"),
        (bill_text({}).encode() + b'"' + b"never closed,\n" * 20_000, "not comma-separated text"),
        (bill_text({}).encode() + b"x" * (MOST_LINE + 2), "longer than 1024 KiB"),
        (bill_text({}).encode() + b'"a\n",' * 900_000, "longer than 1024 KiB"),
        (bill_text({}).encode() + b"\xe9t\xe9\n", "line 3: it is not UTF-8 text"),
        (bill_text({}, own=("x_a",)).replace("x_a", "Tags", 1).encode(), "is there twice"),
    ],
)
def test_what_is_no_such_file_ends_in_one_sentence(tmp_path: Path, raw: bytes, words: str) -> None:
    assert words in refused(tmp_path, raw).message


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    for call in (lambda: read(tmp_path), lambda: digest_of(tmp_path / "absent")):
        with pytest.raises(UserError, match="cannot be read"):
            call()


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    file = tmp_path / "bill.csv"
    file.write_bytes(b"\xef\xbb\xbf" + bill_text({}).encode())
    assert read(file).bill.problems == ()


def test_a_bill_full_of_different_troubles_stays_small(tmp_path: Path) -> None:
    header = ["Invented" + str(n) for n in range(2_000)]
    reading = read(bill_file(tmp_path, {}, own=tuple(header)))
    assert len(reading.bill.problems) == MOST


def test_more_places_than_fit_are_put_together_and_no_amount_is_lost() -> None:
    from console.domain.focus.charge import Charge

    ledger = FocusLedger(most_groups=10)
    for number in range(100):
        key = KEY._replace(service=f"s{number}", day=f"2026-11-{number % 3 + 1:02d}")
        ledger.add(Charge(key, Decimal(1), Decimal("0.5")))
    assert len(ledger.sums) == 13
    assert total_of(ledger.sums) == {"USD": Decimal("50.0")}
    assert {key.service for key in ledger.sums} >= {"(other)", "s0"}


def test_a_large_bill_takes_bounded_memory(tmp_path: Path) -> None:
    rows = [{"ChargeDescription": f"resource {n}", "Tags": json.dumps({"cell": "tokyo", "n": n})} for n in range(1_200)]
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    text = bill_text(*rows)
    head, body = text.split("\r\n", 1)
    small.write_text(text, newline="")
    large.write_text(head + "\r\n" + body * 4, newline="")

    def peak(file: Path) -> int:
        tracemalloc.start()
        try:
            assert read(file).bill.left_out == 0
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(large) < 1.5 * peak(small)
    assert peak(large) < 5 << 20


HOSTILE = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["=cmd|' /C calc'!A0", "@SUM(1)", "\x00", "\u202e", '"', "'; DROP TABLE imports;--", "1e5", "-0"]),
)


@given(st.lists(st.lists(HOSTILE, max_size=8), max_size=6), st.booleans())
def test_no_content_breaks_the_reader(rows: list[list[str]], is_headed: bool) -> None:
    import tempfile

    out = io.StringIO()
    writer = csv.writer(out)
    if is_headed:
        writer.writerow(["ChargePeriodStart", "BillingCurrency", "BilledCost", "EffectiveCost", "ServiceName", "Tags"])
    writer.writerows(rows)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bill.csv"
        file.write_bytes(out.getvalue().encode("utf-8", "surrogatepass"))
        try:
            reading = read(file)
        except UserError:
            return
        assert reading.bill.left_out <= reading.bill.lines
        assert all(isinstance(one.effective, Decimal) and one.effective.is_finite() for one in reading.sums.values())


def test_the_book_keeps_each_content_once_and_gives_back_what_it_got(tmp_path: Path) -> None:
    reading = read(bill_file(tmp_path, {}, {"ListCost": "x", "EffectiveCost": "1E-20", "ServiceName": "日本'; --"}))
    book = CostBook(tmp_path / "costs.sqlite")
    book.keep(reading.bill, reading.sums)
    book.keep(reading.bill, reading.sums)
    assert book.bills() == (reading.bill,)
    assert book.find(reading.bill.digest) == reading.bill
    assert book.find("0" * 64) is None
    assert book.sums(reading.bill.digest) == reading.sums
    assert digest_of(tmp_path / "bill.csv") == reading.bill.digest
    book.close()


def test_our_table_of_columns_states_the_published_facts(shared_dir: Path) -> None:
    published = json.loads((shared_dir / "contracts" / "focus-1.2.columns.json").read_text())["columns"]
    ours = focus_columns()
    assert ours.keys() == published.keys()
    types = {"String": ColumnType.TEXT, "Decimal": ColumnType.DECIMAL, "Date/Time": ColumnType.TIME, "JSON": "json"}
    for name, facts in published.items():
        column = ours[name]
        assert column.level == facts["feature_level"].lower(), name
        assert column.nullable == (facts["allows_nulls"] == "True"), name
        # A price may be in a virtual currency (credits), a bill may not.
        is_currency = facts.get("value_format") == "Currency Format" and name != "PricingCurrency"
        assert column.type == (ColumnType.CURRENCY if is_currency else types[facts["data_type"]]), name
        told = facts.get("allowed_values")
        if told and name != "ServiceSubcategory":
            assert column.values == tuple(told), name
