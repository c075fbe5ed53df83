"""The form of a change: unknown operations stay readable, damaged forms are refused in a sentence."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from console.domain.change_form import change_form, read_change
from console.domain.change_preview import FieldChange, Preview
from console.domain.change_step import previewed
from console.domain.confirmation import preview_digest
from console.domain.operation_form import UnknownOperation, known_operations, make_operation
from console.kernel.errors import UserError
from console.presenters.change_sheet import change_sheet
from tests.fakes.number_target import SetNumber
from tests.unit.console.domain.test_change_step import PREVIEW, planned


def form() -> dict[str, Any]:
    return json.loads(json.dumps(change_form(previewed(planned(), PREVIEW, 1_767_600_001.5))))  # type: ignore[no-any-return]


def test_it_is_plain_json_with_times_that_people_read() -> None:
    assert form()["moments"][1] == {"state": "previewed", "at": "2026-01-05T08:00:01.500Z", "note": ""}
    assert form()["operation"]["fields"] == {"connection": "asia", "name": "replicas", "value": 5}


@pytest.mark.parametrize("where", ["operation", "inverse"])
def test_an_operation_of_another_version_is_readable_and_written_back_as_it_was(where: str) -> None:
    changed = form()
    changed[where]["key"] = "from-tomorrow"
    changed[where]["fields"]["new"] = [1, {"deep": None}]
    change = read_change(changed)
    unknown = getattr(change, where)
    assert isinstance(unknown, UnknownOperation)
    assert unknown.summary() == changed[where]["summary"]
    assert str(unknown.target) == "asia:number/replicas"
    assert json.loads(json.dumps(change_form(change))) == changed


def test_fields_that_this_version_has_not_make_it_unknown_too() -> None:
    changed = form()
    changed["operation"]["fields"]["surprise"] = 1
    assert isinstance(read_change(changed).operation, UnknownOperation)


@pytest.mark.parametrize(
    "damage",
    [
        lambda form: form.pop("id"),
        lambda form: form.update(moments=[]),
        lambda form: form.update(schema="cell-console.change/99"),
        lambda form: form["moments"][0].update(state="dancing"),
        lambda form: form["moments"][0].update(at="yesterday"),
        lambda form: form["moments"][0].update(at="99999-01-01T00:00:00Z"),
        lambda form: form["operation"].pop("fields"),
        lambda form: form["operation"].update(key="x", target=["one"]),
        lambda form: form["operation"].update(key="x", risk="none"),
        lambda form: form["operation"].update(key="x", fields=[1]),
        lambda form: form["preview"].update(differences=[["a", "b"]]),
        lambda form: form.update(step="many"),
    ],
)
def test_what_is_no_change_is_refused_in_a_sentence(damage: Callable[[dict[str, Any]], object]) -> None:
    changed = form()
    damage(changed)
    with pytest.raises(UserError, match="no change that can be read"):
        read_change(changed)


def test_what_is_created_can_be_undone_also_when_the_plan_was_saved_and_read() -> None:
    # A webhook: its inverse deletes it by an id that is known when it has been created.
    later = Preview("0", PREVIEW.differences, None, inverse_later=True)
    change = read_change(change_form(previewed(planned(), later, 1.0)))
    assert change.preview == later
    assert "It can be undone; how is known when it has been applied." in dict(change_sheet(change).facts).values()
    assert "Known when it has been previewed." in dict(change_sheet(planned()).facts).values()


def test_the_digest_follows_what_would_be_done_and_nothing_else() -> None:
    change = previewed(planned(), PREVIEW, 1.0)
    same = previewed(planned(reason="other", actor="bob@desk"), PREVIEW, 2.0)
    assert preview_digest(change) == preview_digest(same) != ""
    moved_on = Preview("1", PREVIEW.differences, PREVIEW.inverse)
    other = Preview("0", (FieldChange("replicas", "0", "6"),), PREVIEW.inverse)
    assert len({preview_digest(previewed(planned(), one, 1.0)) for one in (PREVIEW, moved_on, other)}) == 3
    assert preview_digest(planned()) == ""


def test_texts_become_what_the_fields_are() -> None:
    kind = known_operations().get(SetNumber.key)
    fields = {"connection": "asia", "name": "replicas", "value": "5"}
    assert make_operation(kind, fields, strict=False) == SetNumber("asia", "replicas", 5)
    with pytest.raises(UserError, match=r"test-set-number cannot be read: .*value"):
        make_operation(kind, fields | {"value": "five"}, strict=False)
    with pytest.raises(UserError, match="no field colour"):
        make_operation(kind, fields | {"colour": "red"}, strict=False)
