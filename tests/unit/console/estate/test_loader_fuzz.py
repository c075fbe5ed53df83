"""Whatever a file holds, loading it gives an estate or a UserError, never anything else. (hostile input, fuzzed)"""

from typing import Any

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from console.estate.load import parse_estate
from console.estate.problem import FileInvalid, Problem

_WORDS = st.sampled_from(
    [
        "name", "schema_version", "clusters", "prometheus", "cells", "routers", "templates", "key", "kind", "cluster",
        "auth", "token", "targets", "weight", "autoscale", "min", "max", "environment", "lab", "bearer", "model",
        "istio", "entries", "start", "end", "time_zone", "services", "data_stores", "helm_values", "slos", "carbon",
    ]
)  # fmt: skip
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    _WORDS,
    st.dates().map(str),
    st.binary(max_size=4),
)
_TREES: st.SearchStrategy[Any] = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORDS | st.text(max_size=6), inner, max_size=5),
    max_leaves=20,
)
_ESTATES = st.dictionaries(_WORDS, _TREES, max_size=6)


def _load(raw: bytes) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        parse_estate(raw, "e")
    except FileInvalid as error:
        problems = error.problems
    assert all(problem.sentence and str(problem).isprintable() for problem in problems)


@settings(max_examples=100, deadline=None)
@given(_ESTATES)
@example({"name": "x", "clusters": [{"key": "a"}], "cells": [{"key": "c", "cluster": ["a"], "kind": {}}]})
@example({"name": "x", "routers": [{"kind": "model", "targets": [{"weight": True}, {"weight": "x"}]}]})
@example({"name": "x", "calendars": [{"key": "c", "time_zone": "../../etc/passwd", "entries": [{"start": 5}]}]})
@example({"name": "x", "carbon": [{"key": "c", "provider": []}]})
def test_trees_in_the_shape_of_an_estate_give_an_estate_or_a_user_error(tree: dict[str, Any]) -> None:
    _load(yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "surrogatepass"))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="abk: -[]{}&*!|>'\"#%@`\n\t\\0159.~<?,é\u202e", max_size=80))
def test_text_of_yaml_punctuation_gives_an_estate_or_a_user_error(text: str) -> None:
    _load(text.encode())


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_an_estate_or_a_user_error(raw: bytes) -> None:
    _load(raw)
