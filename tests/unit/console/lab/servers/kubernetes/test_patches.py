"""Patch formats change objects as the real server's do."""

from typing import Any

import pytest

from console.lab.servers.kubernetes.api_error import ApiError
from console.lab.servers.kubernetes.json_merge import merge_json
from console.lab.servers.kubernetes.object_patch import JSON_PATCH, MERGE_PATCH, apply_patch
from console.lab.servers.kubernetes.schema_catalog import shape_of
from console.lab.servers.kubernetes.strategic_merge import strategic_merge

DEPLOYMENT = shape_of("Deployment")
POD = shape_of("Pod")


def _pod(*containers: dict[str, Any], **spec: Any) -> dict[str, Any]:
    return {"metadata": {"name": "p"}, "spec": {"containers": list(containers), **spec}}


def test_merge_patches_replace_lists_and_remove_by_null() -> None:
    target = {"a": {"b": 1, "c": 2}, "list": [1, 2]}
    assert merge_json(target, {"a": {"b": None, "d": 3}, "list": [9]}) == {"a": {"c": 2, "d": 3}, "list": [9]}
    assert target == {"a": {"b": 1, "c": 2}, "list": [1, 2]}
    assert merge_json({"a": "text"}, {"a": {"b": {"c": None}}}) == {"a": {"b": {}}}


def test_strategic_patches_merge_containers_by_name() -> None:
    target = _pod({"name": "a", "image": "1", "env": [{"name": "X", "value": "1"}]}, {"name": "b", "image": "1"})
    patch = {"spec": {"containers": [{"name": "a", "image": "2", "env": [{"name": "Y", "value": "2"}]}]}}
    merged = strategic_merge(POD, target, patch)
    first, second = merged["spec"]["containers"]
    assert first == {
        "name": "a", "image": "2", "env": [{"name": "X", "value": "1"}, {"name": "Y", "value": "2"}],
    }  # fmt: skip
    assert second == {"name": "b", "image": "1"}
    assert target["spec"]["containers"][0]["image"] == "1"


def test_strategic_patches_delete_replace_and_order_entries() -> None:
    target = _pod({"name": "a"}, {"name": "b"}, {"name": "c"})
    deleted = strategic_merge(POD, target, {"spec": {"containers": [{"name": "b", "$patch": "delete"}]}})
    assert [one["name"] for one in deleted["spec"]["containers"]] == ["a", "c"]
    replaced = strategic_merge(POD, target, {"spec": {"containers": [{"$patch": "replace"}, {"name": "x"}]}})
    assert [one["name"] for one in replaced["spec"]["containers"]] == ["x"]
    order = [{"name": name} for name in ("d", "c", "a", "b")]
    patch = {"spec": {"$setElementOrder/containers": order, "containers": [{"name": "d"}]}}
    assert [one["name"] for one in strategic_merge(POD, target, patch)["spec"]["containers"]] == ["d", "c", "a", "b"]


def test_strategic_patches_keep_and_drop_whole_objects() -> None:
    target = {"spec": {"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1}}}}
    patch = {"spec": {"strategy": {"$retainKeys": ["type"], "type": "Recreate"}}}
    assert strategic_merge(DEPLOYMENT, target, patch)["spec"]["strategy"] == {"type": "Recreate"}
    replaced = strategic_merge(DEPLOYMENT, target, {"spec": {"strategy": {"$patch": "replace", "type": "Recreate"}}})
    assert replaced["spec"]["strategy"] == {"type": "Recreate"}
    finalizers = {"metadata": {"finalizers": ["a", "b"]}}
    patch = {"metadata": {"$deleteFromPrimitiveList/finalizers": ["a"], "finalizers": ["c"]}}
    assert strategic_merge(POD, finalizers, patch)["metadata"]["finalizers"] == ["b", "c"]


def test_strategic_patches_refuse_entries_without_their_key_and_unknown_directives() -> None:
    with pytest.raises(ApiError, match="merge key: name"):
        strategic_merge(POD, _pod(), {"spec": {"containers": [{"image": "x"}]}})
    with pytest.raises(ApiError, match="Unknown patch type"):
        strategic_merge(POD, _pod(), {"spec": {"$patch": "explode"}})


@pytest.mark.parametrize(
    ("patch", "code"),
    [
        (b'[{"op":"test","path":"/spec/replicas","value":9}]', 422),
        (b'[{"op":"replace","path":"/spec/nothing/here","value":1}]', 422),
        (b'[{"op":"remove","path":"/spec/nothing"}]', 422),
        (b'[{"op":"explode","path":"/spec"}]', 422),
        (b'[{"path":"/spec"}]', 422),
        (b'["text"]', 422),
        (b'[{"op":"replace","path":"","value":5}]', 422),
        (b'{"spec":{}}', 400),
        (b"[{", 400),
        (b"\xff", 400),
    ],
)
def test_json_patches_that_do_not_fit_are_refused(patch: bytes, code: int) -> None:
    with pytest.raises(ApiError) as error:
        apply_patch(JSON_PATCH, patch, DEPLOYMENT, {"metadata": {}, "spec": {"replicas": 2}})
    assert error.value.code == code


def test_a_json_patch_with_a_test_changes_the_object() -> None:
    patch = b'[{"op":"test","path":"/spec/replicas","value":2},{"op":"replace","path":"/spec/replicas","value":3}]'
    target = {"metadata": {}, "spec": {"replicas": 2}}
    assert apply_patch(JSON_PATCH, patch, DEPLOYMENT, target)["spec"]["replicas"] == 3
    assert target["spec"]["replicas"] == 2


@pytest.mark.parametrize("patch", [b"[]", b"5", b'"text"', b'{"metadata":5}', b"{" * 5000])
def test_merge_patches_that_are_no_objects_are_refused(patch: bytes) -> None:
    with pytest.raises(ApiError):
        apply_patch(MERGE_PATCH, patch, DEPLOYMENT, {"metadata": {"name": "x"}})
