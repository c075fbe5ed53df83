"""What the lab's API server answers is valid by the official OpenAPI description (issue 2, 4)."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from tests.fakes.kubernetes_cluster import NAMESPACE, Cluster, small_cluster, template
from tests.fakes.kubernetes_recording import read_recording

pytestmark = pytest.mark.anyio

TEMPLATE = template("t")
SELECTOR = {"matchLabels": {"app": "t"}}
WORKLOAD = {"selector": SELECTOR, "template": TEMPLATE}
JOB = {"template": {"spec": {**TEMPLATE["spec"], "restartPolicy": "Never"}}}
CREATES: dict[str, dict[str, Any]] = {
    f"/api/v1/namespaces/{NAMESPACE}/configmaps": {"data": {"a": "b"}},
    f"/api/v1/namespaces/{NAMESPACE}/resourcequotas": {"spec": {"hard": {"pods": "3"}}},
    f"/api/v1/namespaces/{NAMESPACE}/services": {"spec": {"ports": [{"port": 80}]}},
    f"/api/v1/namespaces/{NAMESPACE}/pods": {"spec": TEMPLATE["spec"]},
    f"/apis/apps/v1/namespaces/{NAMESPACE}/deployments": {"spec": WORKLOAD},
    f"/apis/apps/v1/namespaces/{NAMESPACE}/replicasets": {"spec": WORKLOAD},
    f"/apis/apps/v1/namespaces/{NAMESPACE}/statefulsets": {"spec": {**WORKLOAD, "serviceName": "t"}},
    f"/apis/apps/v1/namespaces/{NAMESPACE}/daemonsets": {"spec": WORKLOAD},
    f"/apis/batch/v1/namespaces/{NAMESPACE}/jobs": {"spec": JOB},
    f"/apis/batch/v1/namespaces/{NAMESPACE}/cronjobs": {"spec": {"schedule": "@daily", "jobTemplate": {"spec": JOB}}},
    f"/apis/autoscaling/v2/namespaces/{NAMESPACE}/horizontalpodautoscalers": {
        "spec": {"scaleTargetRef": {"kind": "Deployment", "name": "t"}, "maxReplicas": 3}
    },
    f"/apis/networking.k8s.io/v1/namespaces/{NAMESPACE}/ingresses": {"spec": {"rules": [{"host": "a.example.com"}]}},
}


async def test_every_read_operation_of_the_contract_is_answered_by_its_schema(shared_dir: Path) -> None:
    contract = json.loads((shared_dir / "contracts" / "kubernetes.json").read_text(encoding="utf-8"))
    async with small_cluster() as cluster:
        await _create_everything(cluster)
        checked = 0
        for path, operations in contract["paths"].items():
            answer = operations.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
            schema = answer.get("application/json", {}).get("schema")
            if "$ref" not in (schema or {}):
                continue
            status, body = await cluster.call("GET", _filled(path))
            assert status == 200, f"{path}: {body}"
            errors = [
                f"{error.json_path}: {error.message}" for error in _errors(contract, schema, _without_nulls(body))
            ]
            assert not errors, f"{path}: {errors[:5]}"
            checked += 1
    assert checked >= 30


async def _create_everything(cluster: Cluster) -> None:
    for path, content in CREATES.items():
        status, body = await cluster.call("POST", path, {"metadata": {"name": "t"}, **content})
        assert status == 201, body


def _filled(path: str) -> str:
    name = "n1" if "/nodes/" in path else NAMESPACE if path == "/api/v1/namespaces/{name}" else "t"
    return path.replace("{namespace}", NAMESPACE).replace("{name}", name)


def _errors(contract: dict[str, Any], schema: dict[str, Any], body: Any) -> list[str]:
    registry: Registry[Any] = Registry().with_resource("contract:", Resource(contract, DRAFT4))
    validator = jsonschema.Draft4Validator({"$ref": "contract:" + schema["$ref"]}, registry=registry)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(body)]


def _without_nulls(value: Any) -> Any:
    """The real server writes null where the description knows only absence (recorded: an autoscaler's metrics)."""
    if isinstance(value, dict):
        return {key: _without_nulls(part) for key, part in value.items() if part is not None}
    return [_without_nulls(part) for part in value] if isinstance(value, list) else value


async def test_discovery_says_the_same_of_every_served_resource_as_the_real_server(shared_dir: Path) -> None:
    recorded = {entry["name"]: entry for entry in read_recording(shared_dir / "recordings" / "kubernetes", "discovery")}
    async with small_cluster() as cluster:
        for name in ("core resources", "apps resources", "autoscaling/v2 resources"):
            status, answer = await cluster.call("GET", recorded[name]["request"]["path"])
            assert status == 200
            _compare_resources(recorded[name]["response"]["body"]["resources"], answer["resources"])
        entry = recorded["aggregated discovery"]
        status, answer = await cluster.call("GET", "/apis", headers=entry["request"]["headers"])
        assert status == 200
        assert answer["kind"] == "APIGroupDiscoveryList"
        real = {group["metadata"]["name"]: group for group in entry["response"]["body"]["items"]}
        for group in answer["items"]:
            if group["metadata"]["name"] in real:
                _compare_group(real[group["metadata"]["name"]], group)


def _compare_resources(recorded: list[dict[str, Any]], answered: list[dict[str, Any]]) -> None:
    real = {resource["name"]: resource for resource in recorded}
    assert {"pods", "deployments", "horizontalpodautoscalers"} & {resource["name"] for resource in answered}
    for resource in answered:
        wanted = {key: value for key, value in real[resource["name"]].items() if key != "storageVersionHash"}
        assert resource == wanted


def _compare_group(recorded: dict[str, Any], answered: dict[str, Any]) -> None:
    real = {
        (version["version"], resource["resource"]): resource
        for version in recorded["versions"]
        for resource in version["resources"]
    }
    for version in answered["versions"]:
        for resource in version["resources"]:
            wanted = real[version["version"], resource["resource"]]
            for key in ("scope", "singularResource", "shortNames", "categories"):
                assert resource.get(key) == wanted.get(key), (resource["resource"], key)
            assert set(resource["verbs"]) == set(wanted["verbs"])
            parts = {part["subresource"]: set(part["verbs"]) for part in resource.get("subresources", ())}
            known = {part["subresource"]: set(part["verbs"]) for part in wanted.get("subresources", ())}
            assert parts == {name: verbs for name, verbs in known.items() if name in parts}
            assert parts.keys() >= known.keys() & {"status", "scale"}
