"""Second signatures as files: who may sign, and what does not count. Proves C3 (second signature) and L7.4."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from console.domain.change_form import change_form, read_change
from console.kernel.errors import ChangeRefused, UserError
from tests.fakes.two_operators import NOW_S, TwoOperators, planned_change

HOUR_S = 3600.0


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> TwoOperators:
    """Ann and Bob."""
    return TwoOperators(tmp_path_factory.mktemp("operators"))


@pytest.fixture(scope="module")
def request_text(two: TwoOperators) -> str:
    """Ann's request."""
    return two.ann.ask(planned_change())


@pytest.fixture(scope="module")
def approval_text(two: TwoOperators, request_text: str) -> str:
    """Bob's signature on it."""
    return two.bob.sign(two.bob.read(request_text), NOW_S)


def altered(text: str, change: Callable[[dict[str, Any]], None]) -> str:
    form = json.loads(text)
    said = json.loads(base64.b64decode(form["payload"]))
    change(said["predicate"])
    form["payload"] = base64.b64encode(json.dumps(said).encode()).decode()
    return json.dumps(form)


def test_a_change_is_asked_for_signed_and_taken_in(two: TwoOperators, request_text: str, approval_text: str) -> None:
    request = two.bob.read(request_text)
    assert (request.proposer, request.change.operation, request.change.reason) == (
        "Ann",
        planned_change().operation,
        "load",
    )
    approval = two.ann.take(planned_change(), approval_text, NOW_S + HOUR_S)
    assert approval.actor == "Bob (bob@desk)"
    signed = replace(planned_change(), approvals=(approval,))
    assert two.ann.counting(signed, NOW_S + HOUR_S) == (("Bob",), ())


def test_the_signature_survives_the_journals_form_and_its_scrubbing(two: TwoOperators, approval_text: str) -> None:
    from console.services.change_book import scrubbed

    approval = two.ann.take(planned_change(), approval_text, NOW_S)
    form = change_form(replace(planned_change(), approvals=(approval,)))
    again = read_change(json.loads(json.dumps(scrubbed(form))))
    assert two.ann.counting(again, NOW_S)[0] == ("Bob",)


def test_the_proposer_does_not_sign(two: TwoOperators, request_text: str) -> None:
    with pytest.raises(ChangeRefused, match="same person"):
        two.ann.sign(two.ann.read(request_text), NOW_S)


def test_one_person_with_two_machines_does_not_sign_either(two: TwoOperators, tmp_path: Path) -> None:
    second = TwoOperators(tmp_path)
    names = [{"name": "Ann", "key": one.key} for one in second.estate.operators]
    second.estate = type(second.estate).model_validate({"name": "shop", "operators": names})
    ann, also_ann = second.signature("ann"), second.signature("bob")
    with pytest.raises(ChangeRefused, match="same person"):
        also_ann.sign(also_ann.read(ann.ask(planned_change())), NOW_S)


def test_one_login_with_two_keys_does_not_sign(two: TwoOperators, request_text: str) -> None:
    bobs_key = two.signature("bob", "ann@desk")
    with pytest.raises(ChangeRefused, match="same person"):
        bobs_key.sign(bobs_key.read(request_text), NOW_S)


def test_whom_the_estate_does_not_name_neither_signs_nor_proposes(two: TwoOperators, request_text: str) -> None:
    with pytest.raises(ChangeRefused, match="does not name you"):
        two.eve.sign(two.eve.read(request_text), NOW_S)
    with pytest.raises(ChangeRefused, match="Nobody knows who proposes"):
        two.bob.sign(two.bob.read(two.eve.ask(planned_change())), NOW_S)


def test_an_altered_request_is_refused(two: TwoOperators, request_text: str) -> None:
    def more(said: dict[str, Any]) -> None:
        said["change"]["operation"]["fields"]["replicas"] = 500

    with pytest.raises(ChangeRefused, match="signature is wrong"):
        two.bob.read(altered(request_text, more))


@pytest.mark.parametrize("field", ["plan", "expires", "operator", "actor", "change", "at"])
def test_an_altered_approval_is_refused(two: TwoOperators, approval_text: str, field: str) -> None:
    text = altered(approval_text, lambda said: said.update({field: "2030-01-01T00:00:00.000Z"}))
    with pytest.raises(ChangeRefused, match="signature is wrong"):
        two.ann.take(planned_change(), text, NOW_S)


@pytest.mark.parametrize(
    "other",
    [
        planned_change("20261121-090000-def456"),
        planned_change(replicas=6),
        planned_change(reason="something else"),
        replace(planned_change(), revert_after_s=60.0),
        replace(planned_change(), environment="staging"),
    ],
    ids=["another change", "another number", "another reason", "for another time", "another environment"],
)
def test_a_replayed_approval_is_refused(two: TwoOperators, approval_text: str, other: Any) -> None:
    with pytest.raises(ChangeRefused, match="another plan"):
        two.ann.take(other, approval_text, NOW_S)


@pytest.mark.parametrize(
    ("after_s", "counts"), [(-301, False), (0, True), (24 * HOUR_S - 1, True), (24 * HOUR_S, False)]
)
def test_an_approval_counts_for_the_hours_of_the_estate(
    two: TwoOperators, approval_text: str, after_s: float, counts: bool
) -> None:
    signed = replace(planned_change(), approvals=(two.ann.take(planned_change(), approval_text, NOW_S),))
    names, refused = two.ann.counting(signed, NOW_S + after_s)
    assert (bool(names), bool(refused)) == (counts, not counts)


def test_what_is_no_such_file_is_told(two: TwoOperators, request_text: str) -> None:
    for text in ("", "{}", "[1]", '{"payload": "e30="}', "[" * 10_000, request_text):
        with pytest.raises(UserError, match="cannot be read"):
            two.ann.change_of(text)
