"""Texts that a pattern can take long for: the same few signs again and again, which almost fit, as nobody writes them.

A pattern that looks from each place to the end takes the square of a text; the alarm of the runner would end the
audit's rules there, and what is found in them is not told.
"""

import os
from pathlib import Path

import pytest

from tests.fuzz.parser import Parser, judge
from tests.fuzz.repository_parsers import REPOSITORY_PARSERS

_LENGTH = 200_000 if "CELL_CONSOLE_FUZZ" in os.environ else 60_000
_AGAIN = (
    "a", "0", " ", "\t", "\n", " \n", "(", "[", "{", "<", "`", '"', "'", "*", "#", "=", "/", "- ", "a.", "a-", "a: ",
    "0.", "<!--", "<a ", "[a](", "```\n", "|\n", "$(", "public ", "import (", "::\n\n ", "~", "https://", "ref:",
)  # fmt: skip


@pytest.mark.parametrize("parser", REPOSITORY_PARSERS, ids=lambda one: one.name)
def test_a_text_of_the_same_signs_is_read_in_bounded_time(parser: Parser, tmp_path: Path) -> None:
    for one in _AGAIN:
        judge(parser, (one * (_LENGTH // len(one))).encode(), tmp_path)
