"""Whose fields a change touches, by what the server notes of its writers (proves C3)."""

from typing import Any

import pytest

from connectors.kubernetes.operations.field_owner import owner_warnings
from connectors.kubernetes.operations.object_editor import MANAGER

REPLICAS = "/spec/replicas"


def written(manager: str, operation: str, fields: dict[str, Any] | None = None) -> dict[str, Any]:
    owned = {"f:spec": {"f:replicas": {}}} if fields is None else fields
    entry = {"manager": manager, "operation": operation, "fieldsV1": owned}
    return {"metadata": {"managedFields": [entry, "nonsense"]}}


@pytest.mark.parametrize(
    ("manager", "operation", "is_told"),
    [
        ("kustomize-controller", "Apply", True),
        ("argocd-controller", "Apply", True),
        ("argocd-controller", "Update", True),
        ("argocd-application-controller", "Update", True),
        ("kubectl-edit", "Update", False),
        ("kube-controller-manager", "Update", False),
        (MANAGER, "Apply", False),
    ],
)
def test_who_may_set_a_field_back(manager: str, operation: str, is_told: bool) -> None:
    told = owner_warnings(written(manager, operation), (REPLICAS,))
    assert told == ((f"{REPLICAS} is kept by {manager}, which may set it back.",) if is_told else ())


def test_a_field_that_argo_cd_leaves_to_others_is_not_its() -> None:
    other = {"f:spec": {"f:template": {}}}
    assert owner_warnings(written("argocd-controller", "Update", other), (REPLICAS,)) == ()


IMAGE = "/spec/template/spec/containers/1/image"
CONTAINERS = [{"name": "proxy", "image": "p:1"}, {"name": "web", "image": "w:1"}]


@pytest.mark.parametrize(
    ("key", "fields", "is_told"),
    [
        ('k:{"name":"web"}', {".": {}, "f:image": {}, "f:name": {}}, True),
        ('k:{"name":"proxy"}', {".": {}, "f:image": {}}, False),
        ('k:{"name":"web"}', {".": {}, "f:resources": {}}, False),
        ('k:["web"]', {"f:image": {}}, False),
        ("k:{", {"f:image": {}}, False),
    ],
)
def test_an_image_is_found_by_the_name_of_its_container(key: str, fields: dict[str, Any], is_told: bool) -> None:
    """Flux and Argo CD apply Deployments so: their claim to an image stands under the key of a list."""
    containers = {"f:containers": {key: fields}}
    content = written("kustomize-controller", "Apply", {"f:spec": {"f:template": {"f:spec": containers}}})
    content["spec"] = {"template": {"spec": {"containers": CONTAINERS}}}
    assert bool(owner_warnings(content, (IMAGE,))) is is_told


@pytest.mark.parametrize("manager", ["helm", "helm-controller", "fleetagent", "kapp", "flagger", "rollouts-controller"])
def test_who_writes_without_server_side_apply_and_sets_back(manager: str) -> None:
    """Weights of a route that Flagger or Argo Rollouts steers are theirs again within seconds (L5.2)."""
    content = written(manager, "Update", {"f:spec": {"f:http": {}}})
    content["spec"] = {"http": [{"route": [{"weight": 100}]}]}
    pointer = "/spec/http/0/route/0/weight"
    assert owner_warnings(content, (pointer,)) == (f"{pointer} is kept by {manager}, which may set it back.",)


def test_what_made_an_object_may_set_it_back() -> None:
    owners = [{"kind": "Team", "name": "x"}, {"kind": "Canary", "name": "web", "controller": True}, "nonsense"]
    content = {"metadata": {"ownerReferences": owners}}
    assert owner_warnings(content, (REPLICAS,)) == ("The Canary web made this and may set it back.",)
    assert owner_warnings(content, ()) == ()


def test_steering_a_rollout_by_its_status_takes_nothing_from_its_controller() -> None:
    content = written("rollouts-controller", "Update", {"f:status": {"f:pauseConditions": {}}})
    content["metadata"]["ownerReferences"] = [{"kind": "Team", "name": "x", "controller": True}]
    assert owner_warnings(content, ("/status/pauseConditions",)) == ()
