"""Every parser over its corpus, over hostile input made of it, and over what no parser should ever be given.

A parser returns a value or raises the error of its area, within bounds of time and memory. What breaks one is mended
and its input goes into ``corpus/<parser>``. ``make fuzz`` looks further than the usual run.
"""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzz.mutation import mutated
from tests.fuzz.parser import Parser, judge
from tests.fuzz.parsers import PARSERS

EXAMPLES = int(os.environ.get("CELL_CONSOLE_FUZZ", "6"))
MANY = settings(
    max_examples=EXAMPLES,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
)
ALL = pytest.mark.parametrize("parser", PARSERS, ids=lambda one: one.name)


@ALL
def test_the_corpus_is_read_or_refused(parser: Parser, tmp_path: Path) -> None:
    assert parser.seeds
    for file in parser.seeds:
        was_read = judge(parser, file.read_bytes(), tmp_path)
        assert was_read or not file.name.startswith("valid"), file.name


@ALL
def test_whatever_is_made_of_the_corpus_is_read_or_refused(parser: Parser, tmp_path: Path) -> None:
    seeds = [file.read_bytes() for file in parser.seeds]

    @MANY
    @given(mutated(seeds))
    def holds(raw: bytes) -> None:
        judge(parser, raw, tmp_path)

    holds()
