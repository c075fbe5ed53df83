"""Writes over HTTP: dry runs, conflicts, validation, defaults, subresources, deletion."""

from typing import Any

import pytest

from tests.fakes.kubernetes_cluster import DEPLOYMENTS, NAMESPACE, PODS, Cluster, deployment, small_cluster, template

pytestmark = pytest.mark.anyio
MERGE = "application/merge-patch+json"
APPLY = "application/apply-patch+yaml"
WEB = f"{DEPLOYMENTS}/web"
ROLLOUTS = f"/apis/argoproj.io/v1alpha1/namespaces/{NAMESPACE}/rollouts"
CONFIGMAPS = f"/api/v1/namespaces/{NAMESPACE}/configmaps"


async def _patch(cluster: Cluster, path: str, body: Any, media: str = MERGE, **query: str) -> tuple[int, Any]:
    return await cluster.call("PATCH", path, body, media=media, params=query)


async def test_a_dry_run_validates_and_shows_but_stores_nothing() -> None:
    async with small_cluster() as cluster:
        version = cluster.store.resource_version
        status, shown = await _patch(cluster, WEB, {"spec": {"replicas": 7}}, dryRun="All")
        assert (status, shown["spec"]["replicas"], shown["metadata"]["generation"]) == (200, 7, 2)
        assert (await _patch(cluster, WEB, {"spec": {"replicas": -1}}, dryRun="All"))[0] == 422
        status, body = await _patch(cluster, WEB, {"spec": {"replicas": 7}}, dryRun="Server")
        assert (status, body["details"]["causes"][0]["field"]) == (422, "dryRun")
        assert (await cluster.call("DELETE", WEB, params={"dryRun": "All"}))[0] == 200
        assert (await cluster.call("POST", DEPLOYMENTS, deployment("new"), params={"dryRun": "All"}))[0] == 201
        assert cluster.store.resource_version == version


async def test_writes_of_old_versions_and_wrong_identities_conflict() -> None:
    async with small_cluster() as cluster:
        _, old = await cluster.call("GET", WEB)
        await _patch(cluster, WEB, {"spec": {"replicas": 7}})
        assert (await cluster.call("PUT", WEB, old))[0] == 409
        version = old["metadata"]["resourceVersion"]
        assert (await _patch(cluster, WEB, {"metadata": {"resourceVersion": version}}))[0] == 409
        status, body = await _patch(cluster, WEB, {"metadata": {"uid": "other"}})
        assert (status, body["details"]["causes"][0]["field"]) == (422, "metadata.uid")
        status, body = await cluster.call("PUT", WEB, {**old, "metadata": {"name": "other"}})
        assert (status, "does not match the name on the URL" in body["message"]) == (400, True)
        place = {"name": "x", "namespace": "default"}
        assert (await cluster.call("POST", DEPLOYMENTS, {**deployment("x"), "metadata": place}))[0] == 400


async def test_replace_without_a_version_is_unconditional_and_drops_what_is_not_said() -> None:
    async with small_cluster() as cluster:
        status, written = await cluster.call("PUT", WEB, deployment("web", 4))
        assert (status, written["spec"]["replicas"]) == (200, 4)
        assert written["status"]["readyReplicas"] == 1, "the status stays the controllers'"
        assert (await cluster.call("PUT", f"{DEPLOYMENTS}/missing", deployment("missing")))[0] == 404


async def test_unknown_fields_warn_by_default_and_are_refused_when_strict() -> None:
    async with small_cluster() as cluster:
        body = {"spec": {"template": {"spec": {"containers": [{"name": "web", "imagex": "y"}]}}}}
        media = "application/strategic-merge-patch+json"
        headers = {"Authorization": "Bearer admin-token", "Content-Type": media}
        async with cluster.session.patch(WEB, json=body, headers=headers) as answer:
            assert answer.status == 200
            assert 'unknown field \\"spec.template.spec.containers[0].imagex\\"' in answer.headers["Warning"]
        status, refused = await _patch(cluster, WEB, body, media, fieldValidation="Strict")
        assert (status, refused["details"]["causes"][0]["field"]) == (422, "patch")
        async with cluster.session.patch(
            WEB, json=body, headers=headers, params={"fieldValidation": "Ignore"}
        ) as answer:
            assert "Warning" not in answer.headers
        rollout = {"metadata": {"name": "r"}, "spec": {"replicaz": 1}}
        status, refused = await cluster.call("POST", ROLLOUTS, rollout, params={"fieldValidation": "Strict"})
        assert status == 400
        status, kept = await cluster.call("POST", ROLLOUTS, rollout)
        assert (status, kept["spec"]) == (201, {})


async def test_custom_kinds_refuse_wrong_types_and_missing_parts() -> None:
    async with small_cluster() as cluster:
        status, body = await cluster.call("POST", ROLLOUTS, {"metadata": {"name": "r"}, "spec": {"replicas": "many"}})
        (cause,) = body["details"]["causes"]
        assert (status, cause["reason"], cause["field"]) == (422, "FieldValueTypeInvalid", "spec.replicas")
        status, body = await cluster.call("POST", ROLLOUTS, {"metadata": {"name": "r"}})
        assert (status, body["details"]["causes"][0]["field"]) == (422, "spec")


async def test_status_and_spec_can_only_be_written_where_they_belong() -> None:
    async with small_cluster() as cluster:
        _, same = await _patch(cluster, WEB, {"status": {"readyReplicas": 99}})
        assert same["status"]["readyReplicas"] == 1
        _, only = await _patch(cluster, f"{WEB}/status", {"status": {"readyReplicas": 5}, "spec": {"replicas": 99}})
        assert (only["status"]["readyReplicas"], only["spec"]["replicas"]) == (5, 1)
        _, read = await cluster.call("GET", f"{WEB}/status")
        read["status"]["readyReplicas"] = 6
        status, put = await cluster.call("PUT", f"{WEB}/status", read)
        assert (status, put["status"]["readyReplicas"]) == (200, 6)


async def test_scale_reads_and_writes_replicas_of_built_in_and_custom_kinds() -> None:
    async with small_cluster() as cluster:
        spec = {"replicas": 4, "selector": {"matchLabels": {"a": "b"}}}
        await cluster.call("POST", ROLLOUTS, {"metadata": {"name": "edge"}, "spec": spec})
        await _patch(cluster, f"{ROLLOUTS}/edge/status", {"status": {"HPAReplicas": 3, "selector": "a=b"}})
        _, scale = await cluster.call("GET", f"{ROLLOUTS}/edge/scale")
        assert scale["spec"] == {"replicas": 4}
        assert scale["status"] == {"replicas": 3, "selector": "a=b"}
        for path in (f"{ROLLOUTS}/edge", WEB):
            status, scale = await _patch(cluster, f"{path}/scale", {"spec": {"replicas": 6}}, fieldManager="me")
            assert (status, scale["kind"], scale["spec"]["replicas"]) == (200, "Scale", 6)
            _, owner = await cluster.call("GET", path)
            assert owner["spec"]["replicas"] == 6
            entry = next(one for one in owner["metadata"]["managedFields"] if one.get("subresource") == "scale")
            assert entry["manager"] == "me"
            assert entry["fieldsV1"] == {"f:spec": {"f:replicas": {}}}
            assert (await _patch(cluster, f"{path}/scale", {"spec": {"replicas": "x"}}))[0] == 400
        assert (await _patch(cluster, f"{WEB}/scale", {"spec": {"replicas": -1}}))[0] == 422


async def test_apply_creates_changes_and_needs_a_manager() -> None:
    text = b"{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: '1'}}"
    path = f"{CONFIGMAPS}/c"
    async with small_cluster() as cluster:
        assert (await _patch(cluster, path, text, APPLY))[0] == 422
        status, made = await _patch(cluster, path, text, APPLY, fieldManager="one")
        assert (status, made["metadata"]["managedFields"][0]["operation"]) == (201, "Apply")
        version = made["metadata"]["resourceVersion"]
        status, same = await _patch(cluster, path, text, APPLY, fieldManager="one")
        assert (status, same["metadata"]["resourceVersion"]) == (200, version)
        other = text.replace(b"'1'", b"'2'")
        status, refused = await _patch(cluster, path, other, APPLY, fieldManager="two")
        assert (status, refused["details"]["causes"][0]["field"]) == (409, ".data.a")
        status, _ = await _patch(cluster, path, other, APPLY, fieldManager="two", dryRun="All", force="true")
        assert status == 200
        assert cluster.store.get("configmaps", NAMESPACE, "c")["data"] == {"a": "1"}
        for bad in (
            b"[]",
            b"a: [",
            b"a: &x [*x, *x]",
            b"{apiVersion: v2, kind: ConfigMap}",
            b"!!python/object:os.x {}",
        ):
            assert (await _patch(cluster, path, bad, APPLY, fieldManager="one"))[0] == 400


async def test_hostile_bodies_are_bad_requests() -> None:
    deep = b'{"metadata":' * 20_000
    async with small_cluster() as cluster:
        for body in (b"", b"[]", b"5", b"null", b'"x"', b"\xff\xfe", deep, b'{"kind":"Pod"}', b'{"metadata":5}'):
            status, answer = await cluster.call("POST", CONFIGMAPS, body)
            assert (status, answer["reason"]) == (400, "BadRequest"), body[:40]
        status, answer = await cluster.call(
            "POST", CONFIGMAPS, b"k8s\x00\xff\xff", media="application/vnd.kubernetes.protobuf"
        )
        assert status in {400, 415}
        assert (await cluster.call("POST", CONFIGMAPS, b"x", media="text/plain"))[0] == 415
        for metadata in ({}, {"name": ""}, {"name": "A_b"}, {"name": "x" * 300}):
            assert (await cluster.call("POST", CONFIGMAPS, {"metadata": metadata}))[0] == 422


async def test_generated_names_follow_their_prefix() -> None:
    async with small_cluster() as cluster:
        status, made = await cluster.call("POST", CONFIGMAPS, {"metadata": {"generateName": "run-"}})
        assert (status, made["metadata"]["name"][:4], len(made["metadata"]["name"])) == (201, "run-", 9)


async def test_objects_need_a_namespace_that_is_not_ending() -> None:
    async with small_cluster(collect_garbage=False) as cluster:
        path = "/api/v1/namespaces/{}/configmaps"
        assert (await cluster.call("POST", path.format("missing"), {"metadata": {"name": "c"}}))[0] == 404
        await cluster.call("DELETE", "/api/v1/namespaces/default")
        status, body = await cluster.call("POST", path.format("default"), {"metadata": {"name": "c"}})
        assert (status, "being terminated" in body["message"]) == (403, True)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (DEPLOYMENTS, {"spec": {}}, "spec.selector"),
        (PODS, {"spec": {"containers": []}}, "spec.containers"),
        (PODS, {"spec": {"containers": [{"name": "a"}]}}, "spec.containers[0].image"),
        (
            PODS,
            {"spec": {"containers": [{"name": "a", "image": "i"}, {"name": "a", "image": "i"}]}},
            "spec.containers[1].name",
        ),
        (f"/api/v1/namespaces/{NAMESPACE}/services", {"spec": {}}, "spec.ports"),
        (
            f"/apis/batch/v1/namespaces/{NAMESPACE}/jobs",
            {"spec": {"template": {"spec": {"containers": [{"name": "a", "image": "i"}]}}}},
            "spec.template.spec.restartPolicy",
        ),
        (f"/apis/batch/v1/namespaces/{NAMESPACE}/cronjobs", {"spec": {"schedule": "often"}}, "spec.schedule"),
        (
            f"/apis/autoscaling/v2/namespaces/{NAMESPACE}/horizontalpodautoscalers",
            {"spec": {"scaleTargetRef": {"kind": "Deployment", "name": "web"}, "maxReplicas": 0}},
            "spec.maxReplicas",
        ),
        (
            f"/apis/policy/v1/namespaces/{NAMESPACE}/poddisruptionbudgets",
            {"spec": {"minAvailable": 1, "maxUnavailable": 1}},
            "spec",
        ),
    ],
)
async def test_invalid_objects_are_refused_with_the_field(path: str, body: dict[str, Any], field: str) -> None:
    async with small_cluster() as cluster:
        status, answer = await cluster.call("POST", path, {"metadata": {"name": "x"}, **body})
        assert status == 422, answer
        assert field in [cause["field"] for cause in answer["details"]["causes"]]


@pytest.mark.parametrize(
    ("query", "body", "wanted"),
    [
        ({"dryRun": "Server"}, None, 422),
        ({}, {"dryRun": ["Server"]}, 422),
        ({"propagationPolicy": "Gently"}, None, 422),
        ({"gracePeriodSeconds": "soon"}, None, 400),
    ],
)
async def test_options_that_make_no_sense_delete_nothing(query: dict[str, str], body: Any, wanted: int) -> None:
    async with small_cluster() as cluster:
        status, answer = await cluster.call("DELETE", WEB, body, params=query)
        assert (status, answer["code"]) == (wanted, wanted)
        assert (await cluster.call("GET", WEB))[0] == 200
        status, answer = await cluster.call("DELETE", DEPLOYMENTS, body, params=query)
        assert status == wanted
        assert (await cluster.call("GET", WEB))[0] == 200


async def test_a_scale_below_zero_is_refused_as_a_scale_also_of_custom_kinds() -> None:
    async with small_cluster() as cluster:
        rollout = {"metadata": {"name": "edge"}, "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "edge"}}}}
        assert (await cluster.call("POST", ROLLOUTS, rollout))[0] == 201
        for path, name in ((WEB, "web"), (f"{ROLLOUTS}/edge", "edge")):
            status, answer = await _patch(cluster, f"{path}/scale", {"spec": {"replicas": -1}})
            assert status == 422
            assert answer["message"] == (
                f'Scale.autoscaling "{name}" is invalid: spec.replicas: Invalid value: -1: '
                "must be greater than or equal to 0"
            )
        assert cluster.store.get("rollouts.argoproj.io", NAMESPACE, "edge")["spec"]["replicas"] == 2


async def test_custom_objects_are_replaced_only_with_the_version_that_was_read() -> None:
    """Patches need none, and built-in kinds are replaced without one."""
    rollout = {"metadata": {"name": "edge"}, "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "edge"}}}}
    async with small_cluster() as cluster:
        _, made = await cluster.call("POST", ROLLOUTS, rollout)
        path = f"{ROLLOUTS}/edge"
        for place in ("", "/status"):
            status, answer = await cluster.call("PUT", path + place, rollout)
            assert (status, answer["reason"], answer["details"]["kind"]) == (422, "Invalid", "rollouts")
            assert "metadata.resourceVersion: Invalid value: 0x0: must be specified for an update" in answer["message"]
        assert (await cluster.call("PUT", path, made | {"spec": {**made["spec"], "replicas": 3}}))[0] == 200
        assert (await cluster.call("PUT", path, made))[0] == 409
        assert (await _patch(cluster, path, {"spec": {"paused": True}}))[0] == 200
        assert (await _patch(cluster, f"{path}/scale", {"spec": {"replicas": 4}}))[0] == 200
        _, scale = await cluster.call("GET", f"{path}/scale")
        del scale["metadata"]["resourceVersion"]
        assert (await cluster.call("PUT", f"{path}/scale", scale))[0] == 200
        assert (await cluster.call("PUT", WEB, deployment("web", 3)))[0] == 200


async def test_a_stateful_sets_volumes_and_service_stay_as_they_were_made() -> None:
    path = f"/apis/apps/v1/namespaces/{NAMESPACE}/statefulsets"
    selector = {"matchLabels": {"app": "db"}}
    made = {"metadata": {"name": "db"}, "spec": {"serviceName": "db", "selector": selector, "template": template("db")}}
    async with small_cluster() as cluster:
        assert (await cluster.call("POST", path, made))[0] == 201
        for change in ({"serviceName": "other"}, {"volumeClaimTemplates": [{"metadata": {"name": "data"}}]}):
            status, answer = await _patch(cluster, f"{path}/db", {"spec": change})
            assert (status, answer["details"]["causes"][0]["field"]) == (422, "spec")
            assert "updates to statefulset spec for fields other than 'replicas'" in answer["message"]
        for change in ({"replicas": 3}, {"minReadySeconds": 5}, {"updateStrategy": {"type": "OnDelete"}}):
            assert (await _patch(cluster, f"{path}/db", {"spec": change}))[0] == 200


async def test_what_says_that_it_is_immutable_cannot_be_changed() -> None:
    kept = {"metadata": {"name": "kept"}, "data": {"a": "YQ=="}, "immutable": True}
    async with small_cluster() as cluster:
        for path in (CONFIGMAPS, CONFIGMAPS.replace("configmaps", "secrets")):
            assert (await cluster.call("POST", path, kept))[0] == 201
            for change, field in (({"data": {"a": "Yg=="}}, "data"), ({"immutable": False}, "immutable")):
                status, answer = await _patch(cluster, f"{path}/kept", change)
                assert (status, answer["details"]["causes"][0]["field"]) == (422, field)
                assert "field is immutable when `immutable` is set" in answer["message"]
            assert (await _patch(cluster, f"{path}/kept", {"metadata": {"labels": {"a": "b"}}}))[0] == 200
        status, answer = await _patch(cluster, f"{path}/kept", {"type": "other"})
        assert (status, answer["details"]["causes"][0]["field"]) == (422, "type")


async def test_a_pods_image_can_be_changed_but_not_its_command() -> None:
    path = f"{PODS}/web-0"
    media = "application/strategic-merge-patch+json"
    async with small_cluster() as cluster:
        image = {"spec": {"containers": [{"name": "web", "image": "example/web:2"}]}}
        assert (await _patch(cluster, path, image, media))[0] == 200
        command = {"spec": {"containers": [{"name": "web", "command": ["sh"]}]}}
        status, body = await _patch(cluster, path, command, media)
        assert (status, body["details"]["causes"][0]["reason"]) == (422, "FieldValueForbidden")


async def test_deletion_checks_its_preconditions() -> None:
    async with small_cluster() as cluster:
        for conditions in ({"uid": "other"}, {"resourceVersion": "1"}):
            status, body = await cluster.call("DELETE", WEB, {"kind": "DeleteOptions", "preconditions": conditions})
            assert (status, body["reason"]) == (409, "Conflict")
        _, found = await cluster.call("GET", WEB)
        conditions = {key: found["metadata"][key] for key in ("uid", "resourceVersion")}
        status, body = await cluster.call("DELETE", WEB, {"kind": "DeleteOptions", "preconditions": conditions})
        assert (status, body["status"]) == (200, "Success")


async def test_a_collection_is_deleted_by_selector() -> None:
    async with small_cluster() as cluster:
        for name in ("a", "b"):
            await cluster.call("POST", CONFIGMAPS, {"metadata": {"name": name, "labels": {"name": name}}})
        status, gone = await cluster.call("DELETE", CONFIGMAPS, params={"labelSelector": "name=a"})
        assert (status, [item["metadata"]["name"] for item in gone["items"]]) == (200, ["a"])
        assert [entry.name for entry in cluster.store.entries("configmaps")] == ["b"]
        assert (await cluster.call("DELETE", "/api/v1/namespaces"))[0] == 405
