"""Templates: what is filled in cannot change the query."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.promql import QueryLabels, any_of, fill, is_label_name, quoted


def test_placeholders_become_names_and_a_pattern() -> None:
    labels = QueryLabels("namespace", "app", "plan")
    text = fill('sum by ($cell, $service, $segment) (x{$cell=~"$cells"})', labels, ("a", "b"))
    assert text == 'sum by (namespace, app, plan) (x{namespace=~"a|b"})'


def test_references_of_label_replace_and_longer_words_are_left_alone() -> None:
    text = fill('label_replace(x, "$cell", "$1", "y", "(.+)") $cellar $services', QueryLabels(), ())
    assert text == 'label_replace(x, "cell", "$1", "y", "(.+)") $cellar $services'


@pytest.mark.parametrize("name", ["", "1a", "a-b", "a b", 'a"', "a}", "é", "a\n", "$cell", "a:b"])
def test_what_is_no_label_name_is_refused(name: str) -> None:
    assert not is_label_name(name)
    with pytest.raises(ValueError, match="is not a label name"):
        QueryLabels(cell=name)


def test_a_query_for_cells_without_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="there are none"):
        fill('x{$cell=~"$cells"}', QueryLabels(), ())


def _unquoted(literal: str) -> str:
    """Read a PromQL string literal as the server does (Go's rules for the escapes used)."""
    assert '"' not in re.sub(r"\\.", "", literal)
    assert "\n" not in literal
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "r": "\r", "t": "\t"}.get(found[1], found[1]), literal)


@given(st.text())
def test_a_quoted_text_reads_as_itself(text: str) -> None:
    literal = quoted(text)
    assert (literal[0], literal[-1]) == ('"', '"')
    assert _unquoted(literal[1:-1]) == text


@given(st.lists(st.text(min_size=1), min_size=1, max_size=4), st.text())
def test_the_pattern_matches_the_given_values_and_nothing_else(values: list[str], other: str) -> None:
    pattern = re.compile(_unquoted(any_of(values)), re.DOTALL)
    for value in values:
        assert pattern.fullmatch(value)
    assert bool(pattern.fullmatch(other)) == (other in values)


@given(st.lists(st.text(min_size=1), min_size=1, max_size=3))
def test_no_cell_value_ends_the_matcher(cells: list[str]) -> None:
    filled = fill('x{$cell=~"$cells"} + 1', QueryLabels(), cells)
    inside = filled.removeprefix('x{cell=~"').removesuffix('"} + 1')
    _unquoted(inside)
