"""A PromQL expression holds or not, and the sentence tells what came back."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from console.ports.metric import Sample
from console.runbooks.query_look import query_look

pytestmark = pytest.mark.anyio


def context(*values: float) -> Any:
    async def query(_query: str) -> list[Sample]:
        return [Sample({"cell": str(place)}, value, 0.0) for place, value in enumerate(values)]

    outside = SimpleNamespace(metrics=lambda _key: SimpleNamespace(query=query))
    return cast("Any", SimpleNamespace(outside=outside, write=lambda _text: None))


@pytest.mark.parametrize(
    ("query", "values", "wants_none", "holds", "sentence"),
    [
        ("up > bool 0", (1.0, 1.0), False, True, "It holds for 2 of 2 series."),
        ("up > bool 0", (1.0, 0.0), False, False, "It holds for 1 of 2 series."),
        ("up > bool 0", (0.0,), True, True, "It holds for 0 of 1 series."),
        ("up > bool 0", (), False, False, "The query returns nothing."),
        ("up > 0", (3.0,), False, True, "The query returns 3."),
        ("up > 0", (3.0,), True, False, "The query returns 3."),
        ("up > 0", (), True, True, "The query returns nothing."),
    ],
)
async def test_the_sentence_tells_of_all_that_came_back(
    query: str, values: tuple[float, ...], wants_none: bool, holds: bool, sentence: str
) -> None:
    found = await query_look(context(*values), query, "prom", wants_none=wants_none)
    assert (found.holds, found.sentence) == (holds, sentence)
