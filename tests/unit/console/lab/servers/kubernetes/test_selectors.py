"""Label and field selectors read as the real server reads them."""

import pytest

from console.lab.servers.kubernetes.api_error import ApiError
from console.lab.servers.kubernetes.field_selector import parse_field_selector
from console.lab.servers.kubernetes.label_selector import (
    match_selector_object,
    parse_label_selector,
    selector_text,
)
from tests.fakes.kubernetes_cluster import small_store

LABELS = {"app": "web", "tier": "a", "weight": "7"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", True),
        ("app=web", True),
        ("app==web,tier!=b", True),
        ("app!=web", False),
        ("missing!=x", True),
        ("tier in (a, b)", True),
        ("tier notin (a)", False),
        ("missing notin (a)", True),
        ("missing in (a)", False),
        ("app", True),
        ("!app", False),
        ("!missing , app = web", True),
        ("weight>5,weight<9", True),
        ("weight>7", False),
        ("example.com/team=x", False),
    ],
)
def test_a_label_selector_chooses_by_its_terms(text: str, wanted: bool) -> None:
    match = parse_label_selector(text)
    assert (match is None or match(LABELS)) is wanted


@pytest.mark.parametrize("text", ["tier in (", "a b", "=x", "app=(", "a in b", "-bad-", "a=b c", "a>x", ",", "a,"])
def test_a_malformed_label_selector_is_a_bad_request(text: str) -> None:
    with pytest.raises(ApiError) as error:
        parse_label_selector(text)
    assert error.value.code == 400
    assert "unable to parse requirement" in str(error.value)


def test_selector_objects_match_and_are_shown_as_text() -> None:
    selector = {
        "matchLabels": {"tier": "a", "app": "web"},
        "matchExpressions": [
            {"key": "weight", "operator": "In", "values": ["7", "6"]},
            {"key": "old", "operator": "DoesNotExist"},
            {"key": "app", "operator": "Exists"},
            {"key": "app", "operator": "NotIn", "values": ["x"]},
        ],
    }
    assert match_selector_object(selector)(LABELS)
    assert not match_selector_object(selector)({**LABELS, "old": ""})
    assert selector_text(selector) == "app=web,tier=a,weight in (6,7),!old,app,app notin (x)"


def test_field_selectors_look_at_known_fields_only() -> None:
    store = small_store()
    kind = store.catalog.by_key("pods")
    entry = store.entries("pods")[0]
    for text, wanted in (
        ("status.phase=Running", True),
        ("status.phase!=Running", False),
        ("spec.nodeName=n1,metadata.name=web-0", True),
        ("metadata.namespace==elsewhere", False),
    ):
        match = parse_field_selector(text, kind)
        assert match is not None
        assert match(entry) is wanted, text
    with pytest.raises(ApiError, match=r"field label not supported: spec\.replicas"):
        parse_field_selector("spec.replicas=1", kind)
    with pytest.raises(ApiError, match="can't understand"):
        parse_field_selector("status.phase", kind)


def test_boolean_fields_and_sources_of_events_can_be_selected() -> None:
    store = small_store()
    store.patch("nodes", None, "n1", {"spec": {"unschedulable": True}})
    match = parse_field_selector("spec.unschedulable=true", store.catalog.by_key("nodes"))
    assert match is not None
    assert match(store.entries("nodes")[0])
    match = parse_field_selector("source=kubelet,type=Normal", store.catalog.by_key("events"))
    assert match is not None
    assert match(store.entries("events")[0])
