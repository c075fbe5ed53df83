"""Fields of operations are told in words, and texts may hold an equals sign of their own (proves L9.1)."""

import dataclasses

from console.cli.change_plan import planned_operation
from console.cli.field_words import field_words
from console.domain.operation_form import known_operations
from console.domain.operations.create_silence import CreateSilence
from console.domain.operations.set_route_weights import SetRouteWeights


def test_no_field_of_any_operation_shows_a_type_of_the_language() -> None:
    told = {
        field_words(field.type)
        for kind in known_operations()
        for field in dataclasses.fields(kind.type)  # type: ignore[arg-type]  # operations are dataclasses
    }
    assert {"text", "whole number", "true or false", "whole number, or left out"} <= told
    assert "numbers by name: NAME=0.5,NAME=1" in told
    assert any(one.startswith("one of ") for one in told)
    assert not [one for one in told if "tuple" in one or "None" in one or one == "str"]


def test_conditions_of_a_silence_are_texts_although_they_look_like_pairs() -> None:
    settings = ('matchers=cell="tokyo",severity=~"warning"', "ends_s=100", "comment=c", "created_by=me")
    made = planned_operation("create-silence", "am", settings)
    assert isinstance(made, CreateSilence)
    assert made.matchers == ('cell="tokyo"', 'severity=~"warning"')


def test_pairs_are_pairs_where_the_field_takes_pairs() -> None:
    place = ("kind=VirtualService", "namespace=edge", "name=r", "rule=/spec/http/0", "weights=a=60,b=40")
    made = planned_operation("set-route-weights", "lab", place)
    assert isinstance(made, SetRouteWeights)
    assert made.weights == (("a", 60), ("b", 40))
