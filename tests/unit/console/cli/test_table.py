"""Tables line up on a terminal, whatever is in them."""

from hypothesis import given
from hypothesis import strategies as st

from console.cli.table import clipped, render_table, width_of
from console.kernel.redact import register_secret


def test_wide_characters_take_two_columns_and_combining_ones_none() -> None:
    assert [width_of(text) for text in ("ab", "東京", "ﾄｳ", "ｅ", "e\u0301", "")] == [2, 4, 2, 2, 1, 0]


def test_columns_line_up_below_japanese_titles() -> None:
    table = render_table(("KEY", "名前", "N"), [("a", "東京", "1"), ("bcd", "x", "22")], right=frozenset({2}))
    assert table.split("\n") == ["KEY  名前   N", "a    東京   1", "bcd  x     22"]


def test_no_line_ends_in_blanks() -> None:
    assert render_table(("A", "B"), [("a", ""), ("", "")]) == "A  B\na\n"


def test_a_long_cell_is_cut_by_columns_not_by_characters() -> None:
    assert clipped("abcdef", 4) == "abc…"
    assert clipped("東京都", 4) == "東…"
    assert clipped("東京", 4) == "東京"


def test_a_secret_is_masked_before_a_cell_is_cut() -> None:
    register_secret("s3cr3t-of-a-cell")
    for length in range(40, 61):
        assert "s3c" not in render_table(("A",), [("x" * length + "s3cr3t-of-a-cell",)], most=60).replace(
            "s3cr3t-of-a-cell", ""
        )


def test_control_characters_never_reach_the_terminal() -> None:
    table = render_table(("A",), [("\x1b[31mred\x1b[0m\nnext\tcell\u202e",)])
    assert table == "A\n�[31mred�[0m next cell�"


@given(st.lists(st.tuples(st.text(max_size=70), st.text(max_size=70)), max_size=5))
def test_every_row_is_one_line_and_no_second_column_begins_elsewhere(rows: list[tuple[str, str]]) -> None:
    lines = render_table(("A", "B"), [(left, f"|{right}") for left, right in rows]).split("\n")
    assert len(lines) == len(rows) + 1
    starts = {
        width_of(line[: line.rindex("|", 0, max(line.find("|") + 1, 1))]) for line in lines[1:] if "|" in line[:1]
    }
    assert len(starts) <= 1
