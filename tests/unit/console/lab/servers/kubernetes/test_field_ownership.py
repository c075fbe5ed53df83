"""managedFields: who owns which field after updates and applies."""

from typing import Any

import pytest

from console.lab.servers.kubernetes.api_error import ApiError
from console.lab.servers.kubernetes.field_ownership import FieldOwnership, Writer
from console.lab.servers.kubernetes.field_path import Difference, field_paths, field_tree, readable_path
from console.lab.servers.kubernetes.schema_catalog import shape_of

SHAPE = shape_of("Deployment")
NOW = "2026-01-01T00:00:00Z"
PIPELINE = Writer("pipeline", "Apply", "apps/v1")
OPERATOR = Writer("operator", "Apply", "apps/v1")
EDITOR = Writer("editor", "Update", "apps/v1")


def _config(**spec: Any) -> dict[str, Any]:
    return {"metadata": {"name": "d"}, "spec": spec}


def _containers(*names: str, image: str = "1") -> dict[str, Any]:
    return {"spec": {"containers": [{"name": name, "image": image} for name in names]}}


def _owners(ownership: FieldOwnership) -> dict[str, Any]:
    return {entry["manager"]: entry["fieldsV1"] for entry in ownership.entries()}


def test_the_tree_form_and_the_paths_say_the_same() -> None:
    paths = {("f:spec", "f:replicas"), ("f:metadata", "f:labels"), ("f:metadata", "f:labels", "f:app")}
    tree = field_tree(paths)
    assert tree == {"f:metadata": {"f:labels": {".": {}, "f:app": {}}}, "f:spec": {"f:replicas": {}}}
    assert set(field_paths(tree)) == paths


def test_paths_are_shown_as_messages_show_them() -> None:
    path = ("f:spec", "f:containers", 'k:{"name":"web"}', "f:ports", 'k:{"containerPort":80,"protocol":"TCP"}')
    assert readable_path(path) == '.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"]'
    assert readable_path(("f:metadata", "f:finalizers", 'v:"a"')) == '.metadata.finalizers[="a"]'


def test_an_update_takes_changed_fields_over_silently() -> None:
    ownership = FieldOwnership({}, NOW)
    live = ownership.apply(PIPELINE, SHAPE, {"metadata": {"name": "d"}}, _config(replicas=2), force=False)
    changed = {**live, "spec": {"replicas": 5}}
    ownership.update(EDITOR, Difference(SHAPE, live, changed, custom=False))
    assert _owners(ownership) == {"editor": {"f:spec": {"f:replicas": {}}}}


def test_an_apply_conflicts_with_other_owners_unless_values_agree_or_force() -> None:
    ownership = FieldOwnership({}, NOW)
    live = ownership.apply(PIPELINE, SHAPE, {"metadata": {}}, _config(replicas=2), force=False)
    shared = ownership.apply(OPERATOR, SHAPE, live, _config(replicas=2), force=False)
    assert set(_owners(ownership)) == {"pipeline", "operator"}
    with pytest.raises(ApiError) as error:
        ownership.apply(OPERATOR, SHAPE, shared, _config(replicas=3), force=False)
    assert error.value.status["details"]["causes"] == [
        {
            "reason": "FieldManagerConflict",
            "message": 'conflict with "pipeline"',
            "field": ".spec.replicas",
        }
    ]
    forced = ownership.apply(OPERATOR, SHAPE, shared, _config(replicas=3), force=True)
    assert forced["spec"]["replicas"] == 3
    assert set(_owners(ownership)) == {"operator"}


def test_a_conflict_names_how_its_owner_came_to_the_field() -> None:
    """Those who apply own a field in every version; those who update, in theirs, perhaps through a subresource."""
    scale = Writer("kubectl", "Update", "apps/v1", "scale")
    told = {
        PIPELINE: '"pipeline"',
        EDITOR: '"editor" using apps/v1',
        scale: '"kubectl" with subresource "scale" using apps/v1',
    }
    live = {"metadata": {"name": "d"}, "spec": {"replicas": 2, "paused": True}}
    for writer, words in told.items():
        ownership = FieldOwnership({}, NOW)
        ownership.update(writer, Difference(SHAPE, {}, live, custom=False))
        with pytest.raises(ApiError) as error:
            ownership.apply(OPERATOR, SHAPE, live, _config(replicas=3), force=False)
        assert str(error.value) == f"Apply failed with 1 conflict: conflict with {words}: .spec.replicas"
        with pytest.raises(ApiError) as error:
            ownership.apply(OPERATOR, SHAPE, live, _config(replicas=3, paused=False), force=False)
        wanted = f"Apply failed with 2 conflicts: conflicts with {words}:\n- .spec.paused\n- .spec.replicas"
        assert str(error.value) == wanted


def test_an_apply_removes_what_its_manager_no_longer_says() -> None:
    ownership = FieldOwnership({}, NOW)
    first = _config(replicas=2, paused=True, template=_containers("web", "proxy"))
    live = ownership.apply(PIPELINE, SHAPE, {"metadata": {}}, first, force=False)
    live["spec"]["template"]["spec"]["restartPolicy"] = "Always"  # a default that nobody owns
    later = ownership.apply(PIPELINE, SHAPE, live, _config(replicas=2, template=_containers("web")), force=False)
    assert "paused" not in later["spec"]
    assert [one["name"] for one in later["spec"]["template"]["spec"]["containers"]] == ["web"]
    assert later["spec"]["template"]["spec"]["restartPolicy"] == "Always"


def test_an_apply_keeps_what_somebody_else_owns_too() -> None:
    ownership = FieldOwnership({}, NOW)
    live = ownership.apply(PIPELINE, SHAPE, {"metadata": {}}, _config(replicas=2, paused=True), force=False)
    live = ownership.apply(OPERATOR, SHAPE, live, _config(paused=True), force=False)
    live = ownership.apply(PIPELINE, SHAPE, live, _config(replicas=2), force=False)
    assert live["spec"]["paused"] is True


def test_keyed_lists_are_merged_and_other_lists_replaced() -> None:
    ownership = FieldOwnership({}, NOW)
    live = ownership.apply(PIPELINE, SHAPE, {"metadata": {}}, _config(template=_containers("web")), force=False)
    live = ownership.apply(OPERATOR, SHAPE, live, _config(template=_containers("proxy")), force=False)
    assert [one["name"] for one in live["spec"]["template"]["spec"]["containers"]] == ["web", "proxy"]


def test_removing_a_field_removes_its_owner() -> None:
    ownership = FieldOwnership({}, NOW)
    live = {"metadata": {"labels": {"a": "1", "b": "2"}}}
    ownership.update(EDITOR, Difference(SHAPE, {}, live, custom=False))
    ownership.update(OPERATOR, Difference(SHAPE, live, {"metadata": {"labels": {"a": "1"}}}, custom=False))
    assert _owners(ownership) == {"editor": {"f:metadata": {"f:labels": {".": {}, "f:a": {}}}}}
