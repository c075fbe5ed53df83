"""Lists over HTTP: chunks, versions, forms, refusals."""

from typing import Any

import pytest

from tests.fakes.kubernetes_cluster import NAMESPACE, PODS, Cluster, pod, small_cluster, small_store

pytestmark = pytest.mark.anyio
TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"


def _names(body: dict[str, Any]) -> list[str]:
    return [item["metadata"]["name"] for item in body["items"]]


async def _list(cluster: Cluster, **query: str) -> tuple[int, Any]:
    return await cluster.call("GET", PODS, params=query)


async def test_pages_show_one_consistent_state_while_objects_change() -> None:
    store = small_store()
    store.load(pod(f"web-{number}") for number in range(1, 5))
    async with small_cluster(store) as cluster:
        _, first = await _list(cluster, limit="2")
        assert first["metadata"]["remainingItemCount"] == 3
        store.delete("pods", NAMESPACE, "web-3")
        store.create(pod("web-9"))
        _, second = await _list(cluster, limit="2", **{"continue": first["metadata"]["continue"]})
        _, third = await _list(cluster, limit="2", **{"continue": second["metadata"]["continue"]})
        assert _names(first) + _names(second) + _names(third) == ["web-0", "web-1", "web-2", "web-3", "web-4"]
        assert second["metadata"]["resourceVersion"] == first["metadata"]["resourceVersion"]
        assert "continue" not in third["metadata"]


async def test_an_expired_token_is_refused_with_one_to_go_on_inconsistently() -> None:
    store = small_store()
    store.load(pod(f"web-{number}") for number in range(1, 4))
    async with small_cluster(store) as cluster:
        _, first = await _list(cluster, limit="2")
        store.create(pod("web-9"))
        store.compact()
        status, expired = await _list(cluster, limit="9", **{"continue": first["metadata"]["continue"]})
        assert (status, expired["reason"], expired["code"]) == (410, "Expired", 410)
        status, rest = await _list(cluster, limit="9", **{"continue": expired["metadata"]["continue"]})
        assert (status, _names(rest)) == (200, ["web-2", "web-3", "web-9"])


async def test_remaining_count_is_left_out_with_a_selector() -> None:
    store = small_store()
    store.load(pod(f"web-{number}") for number in range(1, 4))
    async with small_cluster(store) as cluster:
        _, page = await _list(cluster, limit="1", labelSelector="app=web")
        assert "continue" in page["metadata"]
        assert "remainingItemCount" not in page["metadata"]


async def test_limit_is_ignored_at_resource_version_zero() -> None:
    store = small_store()
    store.create(pod("web-1"))
    async with small_cluster(store) as cluster:
        _, page = await _list(cluster, limit="1", resourceVersion="0")
        assert len(page["items"]) == 2


async def test_exact_versions_are_shown_as_they_were() -> None:
    store = small_store()
    version = str(store.resource_version)
    store.create(pod("web-1"))
    async with small_cluster(store) as cluster:
        _, old = await _list(cluster, resourceVersion=version, resourceVersionMatch="Exact")
        assert (_names(old), old["metadata"]["resourceVersion"]) == (["web-0"], version)
        _, newer = await _list(cluster, resourceVersion=version, resourceVersionMatch="NotOlderThan")
        assert _names(newer) == ["web-0", "web-1"]


@pytest.mark.parametrize(
    ("query", "code", "reason"),
    [
        ({"resourceVersion": "999999999"}, 504, "Timeout"),
        ({"resourceVersion": "1", "resourceVersionMatch": "Exact"}, 410, "Expired"),
        ({"resourceVersionMatch": "Exact"}, 422, "Invalid"),
        ({"resourceVersion": "0", "resourceVersionMatch": "Exact"}, 422, "Invalid"),
        ({"resourceVersion": "5", "resourceVersionMatch": "Sometimes"}, 422, "Invalid"),
        ({"sendInitialEvents": "true"}, 422, "Invalid"),
        ({"resourceVersion": "text"}, 400, "BadRequest"),
        ({"limit": "many"}, 400, "BadRequest"),
        ({"continue": "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MX0"}, 400, "BadRequest"),
        ({"continue": "x", "resourceVersion": "5"}, 400, "BadRequest"),
        ({"labelSelector": "a in ("}, 400, "BadRequest"),
        ({"fieldSelector": "spec.x=1"}, 400, "BadRequest"),
    ],
)
async def test_options_that_make_no_sense_are_refused(query: dict[str, str], code: int, reason: str) -> None:
    async with small_cluster() as cluster:
        status, body = await _list(cluster, **query)
        assert (status, body["reason"], body["code"]) == (code, reason, code)


async def test_a_future_version_says_when_to_try_again() -> None:
    async with small_cluster() as cluster:
        headers = {"Authorization": "Bearer admin-token"}
        async with cluster.session.get(PODS, params={"resourceVersion": "999999999"}, headers=headers) as answer:
            assert answer.headers["Retry-After"] == "1"
            assert (await answer.json())["details"]["causes"][0]["reason"] == "ResourceVersionTooLarge"


async def test_tables_carry_what_the_client_wants_of_each_object() -> None:
    async with small_cluster() as cluster:
        for include, keys in (("None", set()), ("Metadata", {"metadata"}), ("Object", {"metadata", "spec", "status"})):
            _, table = await cluster.call("GET", PODS, headers={"Accept": TABLE}, params={"includeObject": include})
            (row,) = table["rows"]
            assert row["cells"][:4] == ["web-0", "1/1", "Running", "2"]
            assert set(row.get("object", {})) - {"kind", "apiVersion"} == keys
        status, body = await cluster.call("GET", PODS, headers={"Accept": TABLE}, params={"includeObject": "Half"})
        assert (status, body["reason"]) == (400, "BadRequest")


async def test_one_object_can_be_read_as_table_and_as_metadata() -> None:
    async with small_cluster() as cluster:
        _, table = await cluster.call("GET", f"{PODS}/web-0", headers={"Accept": TABLE})
        assert table["kind"] == "Table"
        accept = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"
        _, partial = await cluster.call("GET", f"{PODS}/web-0", headers={"Accept": accept})
        assert partial["kind"] == "PartialObjectMetadata"
        assert set(partial) == {"kind", "apiVersion", "metadata"}


async def test_formats_that_the_server_does_not_speak_are_not_acceptable() -> None:
    async with small_cluster() as cluster:
        status, body = await cluster.call("GET", PODS, headers={"Accept": "text/html"})
        assert (status, body["reason"]) == (406, "NotAcceptable")


async def test_other_served_versions_show_the_same_objects() -> None:
    store = small_store()
    head = {"apiVersion": "networking.istio.io/v1", "kind": "VirtualService"}
    store.create({**head, "metadata": {"name": "v", "namespace": NAMESPACE}, "spec": {"hosts": ["a"]}})
    async with small_cluster(store) as cluster:
        for version in ("v1", "v1beta1", "v1alpha3"):
            path = f"/apis/networking.istio.io/{version}/namespaces/{NAMESPACE}/virtualservices"
            _, listed = await cluster.call("GET", path)
            _, one = await cluster.call("GET", f"{path}/v")
            wanted = f"networking.istio.io/{version}"
            assert listed["apiVersion"] == listed["items"][0]["apiVersion"] == one["apiVersion"] == wanted


async def test_all_namespaces_at_once_are_read_but_never_written() -> None:
    """`kubectl delete --all -A` asks for each object: no server deletes or creates across namespaces."""
    async with small_cluster() as cluster:
        for method, body in (("DELETE", None), ("POST", pod("web-9"))):
            status, answer = await cluster.call(method, "/api/v1/pods", body)
            assert (status, answer["reason"]) == (405, "MethodNotAllowed")
        assert (await cluster.call("GET", "/api/v1/pods"))[1]["items"][0]["metadata"]["name"] == "web-0"
        assert (await cluster.call("GET", f"/api/v1/namespaces/{NAMESPACE}/nodes"))[0] == 404


async def test_without_a_metrics_server_measurements_are_unavailable_and_not_empty() -> None:
    """`kubectl top` then says so, and does not say that there are no pods."""
    async with small_cluster() as cluster:
        path = "/apis/metrics.k8s.io/v1beta1"
        for place in (f"{path}/pods", f"{path}/nodes", f"{path}/namespaces/{NAMESPACE}/pods/web-0"):
            assert (await cluster.call("GET", place))[0] == 200
        cluster.backend.measures = False
        for place in (f"{path}/pods", f"{path}/nodes", f"{path}/namespaces/{NAMESPACE}/pods/web-0"):
            status, answer = await cluster.call("GET", place)
            assert (status, answer["reason"]) == (503, "ServiceUnavailable")
            assert "unable to handle the request" in answer["message"]


async def test_paths_that_do_not_exist_are_not_found() -> None:
    async with small_cluster() as cluster:
        for path in ("/api/v1/nothings", "/api/v1/pods/web-0", f"{PODS}/web-0/nothing", "/apis/apps/v1/x/y/z/a/b"):
            status, _ = await cluster.call("GET", path)
            assert status == 404, path
        assert (await cluster.call("GET", "/nothing"))[0] == 404
        assert (await cluster.call("GET", "/apis/nothing.example.com/v1/things"))[0] == 404
        assert (await cluster.call("DELETE", "/apis/metrics.k8s.io/v1beta1/nodes/n1"))[0] == 405
