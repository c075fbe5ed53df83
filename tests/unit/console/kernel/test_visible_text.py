"""Text from elsewhere can neither command a terminal nor reorder what is read. (hostile input)"""

import io
import json
import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.cli.emit import json_text
from console.kernel.csv_text import csv_text
from console.kernel.log import ScrubbedFormatter
from console.kernel.redact import register_secret
from console.kernel.visible_text import visible_line, visible_lines

ODD = ["\x1b[31m", "\x9b31m", "\u202e", "\u2066", "\u200f", "\x00", "\ud800", "\ufeff", "\u2028", "\x7f", "\r"]


def _line(text: str, *, as_json: bool) -> str:
    record = logging.LogRecord("x", logging.ERROR, "f", 1, text, (), None)
    return ScrubbedFormatter(as_json=as_json).format(record)


@pytest.mark.parametrize("odd", ODD)
def test_unseen_characters_become_marks_and_seen_ones_stay(odd: str) -> None:
    for shown in (visible_line(f"a{odd}é漢"), visible_lines(f"a{odd}é漢")):
        assert shown.startswith("a")
        assert shown.endswith("é漢")
        assert shown.isprintable()
        shown.encode()


def test_line_ends_stay_where_lines_are_shown_and_a_long_text_is_cut() -> None:
    assert visible_lines("a\r\nb\tc") == "a\nb\tc"
    assert visible_line("a\nb\tc") == "a b c"
    assert visible_lines("x" * 1_000_000, 10) == "x" * 10 + "…"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40) | st.sampled_from(ODD), st.sampled_from(["", 'token="abc', "password=abc\\", 'a"b\\']))
def test_json_logs_are_one_object_per_line_whatever_the_text(text: str, more: str) -> None:
    line = _line(f'{text}{more}"{text}', as_json=True)
    assert "\n" not in line
    assert line.isascii()
    assert json.loads(line)["level"] == "error"


def test_a_secret_that_json_would_escape_is_masked_all_the_same() -> None:
    register_secret('canary"with\\odd\ncharacters')
    line = _line('it is canary"with\\odd\ncharacters here', as_json=True)
    assert json.loads(line)["message"] == "it is ••• here"
    assert "abcdef" not in _line('password=abcdef" next', as_json=True)


@pytest.mark.parametrize("odd", ODD)
def test_plain_logs_csv_and_json_send_no_control_character_to_a_terminal(odd: str) -> None:
    texts = [_line(f"a{odd}b", as_json=False), csv_text(["n"], [[f"a{odd}b"]]), json_text({"n": f"a{odd}b"})]
    for text in texts:
        assert text.replace("\r\n", "").replace("\n", "").isprintable()
        io.TextIOWrapper(io.BytesIO(), encoding="utf-8").write(text)
    if odd != "\ud800":
        assert json.loads(texts[2]) == {"n": f"a{odd}b"}
