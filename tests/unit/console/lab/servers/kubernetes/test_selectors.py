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


@pytest.mark.parametrize(
    ("resource", "text", "wanted"),
    [
        ("nodes", "spec.unschedulable=false", True),
        ("nodes", "spec.unschedulable!=true", True),
        ("nodes", "spec.unschedulable=true", False),
        ("pods", "spec.hostNetwork=false", True),
        ("pods", "status.podIP!=", True),
        ("jobs.batch", "status.successful=0", True),
        ("jobs.batch", "status.successful=1", False),
    ],
)
def test_switches_and_counts_that_are_not_written_are_off_and_zero(resource: str, text: str, wanted: bool) -> None:
    """As the real server fills them in for its selectors."""
    store = small_store()
    store.create({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "j"}, "spec": {}, "status": {}})
    match = parse_field_selector(text, store.catalog.by_key(resource))
    assert match is not None
    assert match(store.entries(resource)[0]) is wanted


def test_the_pods_that_succeeded_select_a_job() -> None:
    store = small_store()
    status = {"succeeded": 1}
    store.create({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "j"}, "spec": {}, "status": status})
    match = parse_field_selector("status.successful=1", store.catalog.by_key("jobs.batch"))
    assert match is not None
    assert match(store.entries("jobs.batch")[0])


def test_boolean_fields_and_sources_of_events_can_be_selected() -> None:
    store = small_store()
    store.patch("nodes", None, "n1", {"spec": {"unschedulable": True}})
    match = parse_field_selector("spec.unschedulable=true", store.catalog.by_key("nodes"))
    assert match is not None
    assert match(store.entries("nodes")[0])
    match = parse_field_selector("source=kubelet,type=Normal", store.catalog.by_key("events"))
    assert match is not None
    assert match(store.entries("events")[0])
