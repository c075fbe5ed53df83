"""Bodies with parts of unexpected types are refused or taken, and never break the server or the lists of others."""

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fakes.kubernetes_cluster import NAMESPACE, bind_viewer, small_cluster, small_store, template

pytestmark = pytest.mark.anyio

ODD = (None, -1, 1.5, True, "", "x", [], {}, [1], ["a"], [{}], [None], {"a": 1}, {"a": None}, {"name": 5}, [[]])
SELECTOR = {"matchLabels": {"app": "t"}, "matchExpressions": [{"key": "app", "operator": "In", "values": ["t"]}]}
WORKLOAD = {"selector": SELECTOR, "template": template("t")}
METRIC = {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 60}}}
BODIES: dict[str, dict[str, Any]] = {
    f"/api/v1/namespaces/{NAMESPACE}/pods": {"spec": template("t")["spec"]},
    f"/api/v1/namespaces/{NAMESPACE}/services": {"spec": {"ports": [{"port": 80}]}},
    f"/api/v1/namespaces/{NAMESPACE}/secrets": {"stringData": {"a": "b"}},
    f"/api/v1/namespaces/{NAMESPACE}/events": {"involvedObject": {"kind": "Pod", "name": "x"}, "source": {"host": "n"}},
    f"/apis/apps/v1/namespaces/{NAMESPACE}/deployments": {"spec": WORKLOAD},
    f"/apis/autoscaling/v2/namespaces/{NAMESPACE}/horizontalpodautoscalers": {
        "spec": {"scaleTargetRef": {"kind": "Deployment", "name": "t"}, "maxReplicas": 3, "metrics": [METRIC]}
    },
    f"/apis/argoproj.io/v1alpha1/namespaces/{NAMESPACE}/rollouts": {"spec": {"replicas": 1, **WORKLOAD}},
    f"/apis/networking.k8s.io/v1/namespaces/{NAMESPACE}/ingresses": {"spec": {"rules": [{"host": "a.example.com"}]}},
    f"/apis/gateway.networking.k8s.io/v1/namespaces/{NAMESPACE}/httproutes": {
        "spec": {"parentRefs": [{"name": "e"}], "rules": [{"backendRefs": [{"name": "t", "weight": 1}]}]}
    },
    f"/apis/rbac.authorization.k8s.io/v1/namespaces/{NAMESPACE}/rolebindings": {
        "roleRef": {"kind": "Role", "name": "r"}, "subjects": [{"kind": "User", "name": "viewer"}],
    },
}  # fmt: skip
WAYS = (
    ("POST", "", "application/json"),
    ("PUT", "/t", "application/json"),
    ("PATCH", "/t", "application/merge-patch+json"),
    ("PATCH", "/t", "application/strategic-merge-patch+json"),
    ("PATCH", "/t", "application/apply-patch+yaml"),
    ("PATCH", "/t/status", "application/merge-patch+json"),
    ("PATCH", "/t/scale", "application/merge-patch+json"),
)
TABLE = {"Accept": "application/json;as=Table;v=v1;g=meta.k8s.io"}


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _places(part, (*path, key))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _places(part, (*path, place))


def _put(value: Any, path: tuple[Any, ...], odd: Any) -> Any:
    if not path:
        return odd
    changed = copy.copy(value)
    changed[path[0]] = _put(value[path[0]], path[1:], odd)
    return changed


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_no_odd_body_leads_to_a_fault_of_the_server(seed: int) -> None:
    choice = random.Random(seed)
    owner = {"uid": "u", "name": "n", "kind": "k", "apiVersion": "v"}
    metadata = {"name": "t", "labels": {"a": "b"}, "annotations": {"x": "y"}, "ownerReferences": [owner]}
    store = small_store()
    bind_viewer(store, {"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]})
    async with small_cluster(store) as cluster:
        for _ in range(200):
            path, rest = choice.choice(list(BODIES.items()))
            body: Any = {"metadata": metadata, **rest}
            body = _put(body, choice.choice(list(_places(body))), choice.choice(ODD))
            method, place, media = choice.choice(WAYS)
            query = {"fieldManager": "m", "force": "true"} if "apply" in media else {}
            status, answer = await cluster.call(method, path + place, body, media=media, params=query)
            assert status < 500, (method, path, media, body, answer)
            for headers in ({}, TABLE):
                assert (await cluster.call("GET", path, headers=headers))[0] == 200, (path, body)
            assert (await cluster.call("GET", "/api/v1/pods", token="viewer-token"))[0] in {200, 403}
            if choice.random() < 0.2:
                await cluster.call("DELETE", f"{path}/t")
