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
