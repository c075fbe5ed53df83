"""CSV that a spreadsheet shows and never executes. (hostile input: formula injection)"""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.kernel.csv_text import csv_text, neutral


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        " =1",
        "\r=1",
        "＝1",
        '=HYPERLINK("http://x","y")',
        "-2+3|cmd' /C calc'!A0",
    ],
)
def test_a_formula_becomes_text(text: str) -> None:
    assert neutral(text) == f"'{text}".replace("\r", "�")  # a terminal would go back to the line's begin


@pytest.mark.parametrize(
    ("cell", "text"), [(-1.5, "-1.5"), (3, "3"), ("-1.5", "-1.5"), ("+2", "+2"), (None, ""), ("a=b", "a=b")]
)
def test_numbers_and_ordinary_text_stay(cell: object, text: str) -> None:
    assert neutral(cell) == text


def test_quotes_commas_and_line_ends_are_quoted_as_the_standard_says() -> None:
    assert csv_text(("a", "b"), [('say "x"', "1,2\n3")]) == 'a,b\r\n"say ""x""","1,2\n3"\r\n'


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_no_cell_of_any_row_begins_a_formula(rows: list[list[str]]) -> None:
    for row in csv.reader(io.StringIO(csv_text(("a", "b"), rows), newline="")):
        for cell in row:
            stripped = cell.lstrip()
            assert not stripped.startswith(("=", "@")) or cell.startswith("'")
