"""All that the connector reads of the lab keeps to the official description, and shows what the lab has.

Proves L2.1, L5.4, L7.4, C5; custom kinds are held against their published definitions.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from connectors.kubernetes.connector import KubernetesConnector
from connectors.kubernetes.topics import TOPICS
from console.domain.disruption_budget import DisruptionBudget
from console.domain.event import ObjectsListed
from console.domain.policy_constraint import PolicyConstraint
from console.domain.rollout import AnalysisRun, Rollout
from console.domain.traffic_policy import Mechanism, TrafficPolicy
from console.ports.cluster import ClusterReader
from tests.fakes.cluster_lab import ClusterLab, cluster_lab
from tests.fakes.contract_transport import Contract, contract_of, watch_all

NOT_DESCRIBED = "is not in the contract"
ROLLOUTS = "rollouts.argoproj.io"


@pytest.fixture(scope="module")
def exchanges(shared_dir: Path) -> Iterator[list[str]]:
    with pytest.MonkeyPatch.context() as patch:
        contract = contract_of(shared_dir, "kubernetes")
        for place in ("apps/v1/namespaces/{namespace}/deployments", "batch/v1/namespaces/{namespace}/cronjobs"):
            _allow_tables(contract, f"GET /apis/{place}")
        for plural in ("pods", "configmaps"):
            _allow_tables(contract, f"GET /api/v1/namespaces/{{namespace}}/{plural}")
        # An old event has no such time, and the real server writes null for it.
        contract.forgive("GET /api/v1/namespaces/{namespace}/events", "eventTime: None")
        found = watch_all(patch, contract)
        yield found
        wrong = [one for one in found if NOT_DESCRIBED not in one]
        assert wrong == [], "\n".join(wrong)
        for kind in ("apps/v1/deployments", "autoscaling/v2/horizontalpodautoscalers"):
            assert f"GET /apis/{kind}" in contract.seen
        assert contract.seen >= {"GET /api/v1/pods", "GET /api/v1/nodes"}
        assert "POST /apis/authorization.k8s.io/v1/selfsubjectrulesreviews" in contract.seen


def _allow_tables(contract: Contract, where: str) -> None:
    """The file does not describe the other form of lists that may be asked for by ``Accept``."""
    contract.forgive(where, "'includeObject'")
    contract.forgive(where, "'items' is a required property")


@pytest.fixture(scope="module")
def cluster(exchanges: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClusterLab]:
    with cluster_lab(tmp_path_factory.mktemp("cluster")) as found:
        found.run(_release(found))
        yield found


async def _release(cluster: ClusterLab) -> None:
    """A release is on its way in Tokyo, so that a canary and its analysis are there to be seen."""
    template = cluster.get(ROLLOUTS, "cell-tokyo", "personalize")["spec"]["template"]
    template["spec"]["containers"][0]["image"] += "-errors"
    cluster.lab.patch(ROLLOUTS, "cell-tokyo", "personalize", {"spec": {"template": template}})
    cluster.lab.run(150, 5.0)


async def listed(connector: KubernetesConnector, topic: str) -> tuple[Any, ...]:
    source = next(one for one in connector.sources() if one.topic == topic)
    stream = source.observe()
    try:
        async with asyncio.timeout(20):
            async for event in stream:
                if isinstance(event, ObjectsListed) and event.complete:
                    return event.rows
    finally:
        await stream.aclose()  # type: ignore[attr-defined]
    raise AssertionError(topic)


def rows(cluster: ClusterLab, topic: str) -> tuple[Any, ...]:
    return cluster.run(listed(cluster.connector, topic))


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_of_the_lab_has_rows(cluster: ClusterLab, topic: str) -> None:
    assert rows(cluster, topic)


def test_the_canary_on_its_way_is_told_with_its_analysis(cluster: ClusterLab) -> None:
    found = rows(cluster, "rollouts")
    (tokyo,) = (one for one in found if isinstance(one, Rollout) and one.ref.namespace == "cell-tokyo")
    assert (tokyo.phase, tokyo.step, tokyo.weight, tokyo.live_weight) == ("Paused", 3, 25, 25)
    assert tokyo.in_progress
    assert [one.reason for one in tokyo.pauses] == ["CanaryPauseStep"]
    (run,) = (one for one in found if isinstance(one, AnalysisRun))
    assert run.owner == "Rollout/personalize"
    assert run.revision_hash == tokyo.current_hash
    assert [(one.phase, one.dry_run) for one in run.metrics] == [("Failed", True)]


def test_constraints_of_kinds_that_only_the_cluster_knows_are_found(cluster: ClusterLab) -> None:
    found: dict[str, PolicyConstraint] = {one.ref.kind: one for one in rows(cluster, "constraints")}
    assert set(found) == {"K8sRequiredLabels", "K8sDisallowedTags"}
    broken = found["K8sRequiredLabels"]
    assert broken.enforcement == "warn"
    assert broken.total is not None
    assert broken.total >= len(broken.violations) > 0
    assert (found["K8sDisallowedTags"].enforcement, found["K8sDisallowedTags"].total) == ("deny", 0)


def test_budgets_and_resilience_settings_are_told(cluster: ClusterLab) -> None:
    budgets: tuple[DisruptionBudget, ...] = rows(cluster, "disruption")
    assert budgets
    assert all(one.allowed is not None and one.maximum_away == "1" for one in budgets)
    policies: tuple[TrafficPolicy, ...] = rows(cluster, "traffic-policies")
    told = {setting.mechanism for one in policies for setting in one.settings}
    assert told >= {
        Mechanism.BULKHEAD,
        Mechanism.OUTLIER,
        Mechanism.RETRY,
        Mechanism.TIMEOUT,
        Mechanism.CONCURRENCY,
    }


def test_rights_of_a_viewer_are_listed_and_asked_exactly(cluster: ClusterLab) -> None:
    reader, master = cluster.viewer.offers(ClusterReader), cluster.connector.offers(ClusterReader)
    assert reader is not None
    assert master is not None
    tokyo = cluster.run(reader.rights("cell-tokyo"))
    assert tokyo.may("list", "apps", "deployments") is True
    assert tokyo.may("get", "", "pods/log") is True
    assert tokyo.may("create", "", "pods/portforward") is False
    assert tokyo.may("patch", "apps", "deployments", "web") is False
    assert cluster.run(reader.rights("cell-ai")).may("list", "", "pods") is False
    assert cluster.run(master.rights("cell-ai")).may("delete", "anything", "at/all") is True


def test_objects_tables_and_events_are_in_the_description_too(cluster: ClusterLab) -> None:
    reader = cluster.connector.offers(ClusterReader)
    assert reader is not None

    async def scenario() -> None:
        kinds = {one.kind: one for one in await reader.kinds()}
        for kind in ("Deployment", "Pod", "ConfigMap", "CronJob"):
            table = await reader.table(kinds[kind], "cell-ai", limit=3)
            ref = table.rows[0].ref
            assert await reader.read(ref)
            assert (ref.kind, ref.namespace) == (kind, "cell-ai")
            await reader.events(ref)

    cluster.run(scenario())


def _strict(schema: Any) -> Any:
    """The schema with what the API server adds to it: fields that are not declared are pruned, so they may not be."""
    if not isinstance(schema, dict):
        return schema
    found = {
        key: _strict(value) if key in ("items", "additionalProperties") else value for key, value in schema.items()
    }
    if "properties" in schema:
        found["properties"] = {name: _strict(one) for name, one in schema["properties"].items()}
        if not schema.get("x-kubernetes-preserve-unknown-fields"):
            found.setdefault("additionalProperties", False)
    if schema.get("x-kubernetes-int-or-string"):
        found.pop("type", None)
        found["anyOf"] = [{"type": "integer"}, {"type": "string"}]
    return found


def test_custom_objects_of_the_lab_are_valid_by_their_published_definitions(
    cluster: ClusterLab, shared_dir: Path
) -> None:
    checked: set[str] = set()
    wrong: list[str] = []
    for file in sorted((shared_dir / "crds").rglob("*.yaml")):
        for document in yaml.load_all(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            if not document or document["kind"] != "CustomResourceDefinition":
                continue
            spec = document["spec"]
            key = f"{spec['names']['plural']}.{spec['group']}"
            objects = cluster.lab.store.list(key)
            if not objects:
                continue
            version = objects[0]["apiVersion"].partition("/")[2]
            schema = next(one["schema"]["openAPIV3Schema"] for one in spec["versions"] if one["name"] == version)
            strict = _strict(schema)
            strict["properties"] |= {name: {"type": "object"} for name in ("metadata",)}
            strict["properties"] |= {name: {"type": "string"} for name in ("kind", "apiVersion")}
            validator = jsonschema.Draft202012Validator(strict)
            for one in objects:
                checked.add(one["kind"])
                found = [f"{key} {one['metadata']['name']}{error.json_path}: {error.message[:200]}"
                         for error in validator.iter_errors(one)]  # fmt: skip
                wrong += found
    assert checked >= {
        "Rollout",
        "AnalysisRun",
        "AnalysisTemplate",
        "ScaledObject",
        "VirtualService",
        "DestinationRule",
    }
    assert wrong == [], "\n".join(wrong)
