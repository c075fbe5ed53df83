"""Every operation on a cluster keeps to the rules of changes, against the lab's API server with its controllers.

Proves L5.1, L5.2, L7.4, E2.2 and that requests and answers keep to the official description.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from console.domain.change_preview import Truth
from console.domain.operation import Operation
from console.domain.operations.pause_autoscaling import PauseAutoscaling
from console.domain.operations.reschedule_cron_job import RescheduleCronJob
from console.domain.operations.restart_workload import RestartWorkload
from console.domain.operations.resume_autoscaling import ResumeAutoscaling
from console.domain.operations.resume_cron_job import ResumeCronJob
from console.domain.operations.run_cron_job import RunCronJob
from console.domain.operations.scale_workload import ScaleWorkload
from console.domain.operations.set_cell_quota import SetCellQuota
from console.domain.operations.set_image import SetImage
from console.domain.operations.set_model_weights import SetModelWeights
from console.domain.operations.set_replica_bounds import SetReplicaBounds
from console.domain.operations.set_resource_quota import SetResourceQuota
from console.domain.operations.set_rollout_steps import SetRolloutSteps
from console.domain.operations.set_route_weights import SetRouteWeights
from console.domain.operations.set_setting import SetSetting
from console.domain.operations.step_rollout import RolloutAction, StepRollout
from console.domain.operations.suspend_cron_job import SuspendCronJob
from console.domain.operations.undo_rollout import UndoRollout
from console.kernel.errors import ChangeRefused, UserError
from console.ports.change_executor import ChangeExecutor
from tests.fakes.cluster_lab import ClusterLab, cluster_lab
from tests.fakes.contract_transport import contract_of, watch_all
from tests.fakes.executor_suite import check_executor, reach

DEPLOYMENTS, ROLLOUTS = "deployments.apps", "rollouts.argoproj.io"
HPA, SCALED, JOBS = "horizontalpodautoscalers.autoscaling", "scaledobjects.keda.sh", "cronjobs.batch"
ROUTES, HTTP_ROUTES = "virtualservices.networking.istio.io", "httproutes.gateway.networking.k8s.io"
TOKYO, AI = ("lab", "cell-tokyo"), ("lab", "cell-ai")
AT = "2026-11-23T02:00:00Z"
NOT_DESCRIBED = "is not in the contract"  # the official file has no custom kinds, and only a part of the built-in ones


@pytest.fixture(scope="module")
def exchanges(shared_dir: Path) -> Iterator[list[str]]:
    """Violations of the official description by any exchange of this module."""
    with pytest.MonkeyPatch.context() as patch:
        contract = contract_of(shared_dir, "kubernetes")
        # The file calls every patch an object, but a JSON patch is a list (RFC 6902), and the real server takes it.
        contract.forgive("PATCH /apis/apps/v1/namespaces/{namespace}/deployments/{name}", "body .: [{'op':")
        found = watch_all(patch, contract)
        yield found
        assert [one for one in found if NOT_DESCRIBED not in one] == []
        scale = "/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale"
        assert contract.seen >= {f"PATCH {scale}", "POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews"}


@pytest.fixture(scope="module")
def cluster(exchanges: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClusterLab]:
    with cluster_lab(tmp_path_factory.mktemp("cluster")) as found:
        yield found


def weights(kind: str, name: str) -> SetRouteWeights:
    """Equal weights for the first rule of a route."""
    if kind == "HTTPRoute":
        return SetRouteWeights("lab", kind, "edge", name, "/spec/rules/0", (("v1", 9), ("v2", 1)))
    shares = {"tokyo": 30, "osaka": 20, "frankfurt": 25, "content": 10, "ai": 11, "infra": 4}
    hosts = tuple((f"web.cell-{cell}.svc.cluster.local", share) for cell, share in shares.items())
    return SetRouteWeights("lab", kind, "edge", name, "/spec/http/0", hosts)


def http_route() -> dict[str, Any]:
    """A route with one stated and one usual weight."""
    return {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": {"name": "shop", "namespace": "edge"},
        "spec": {"rules": [{"backendRefs": [{"name": "v1", "port": 80, "weight": 3}, {"name": "v2", "port": 80}]}]},
    }


Case = tuple[Operation, str, Callable[[dict[str, Any]], Any], dict[str, Any]]
CASES: dict[str, Case] = {
    "scale a deployment": (
        ScaleWorkload(*("lab", "Deployment", "cell-ai", "llm-serving"), 3), DEPLOYMENTS,
        lambda one: one["spec"]["replicas"], {"spec": {"replicas": 4}},
    ),
    "scale a stateful set": (
        ScaleWorkload("lab", "StatefulSet", "cell-ai", "redis", 3), "statefulsets.apps",
        lambda one: one["spec"]["replicas"], {"spec": {"replicas": 1}},
    ),
    "scale a rollout": (
        ScaleWorkload("lab", "Rollout", "cell-osaka", "personalize", 7), ROLLOUTS,
        lambda one: one["spec"]["replicas"], {"spec": {"replicas": 6}},
    ),
    "bounds of an hpa": (
        SetReplicaBounds("lab", "HorizontalPodAutoscaler", "cell-osaka", "web", 3, 19), HPA,
        lambda one: (one["spec"]["minReplicas"], one["spec"]["maxReplicas"]), {"spec": {"maxReplicas": 23}},
    ),
    "bounds of a scaled object": (
        SetReplicaBounds("lab", "ScaledObject", "cell-osaka", "delivery", maximum=17), SCALED,
        lambda one: one["spec"]["maxReplicaCount"], {"spec": {"maxReplicaCount": 23}},
    ),
    "pause keda": (
        PauseAutoscaling("lab", "ScaledObject", "cell-tokyo", "delivery"), SCALED,
        lambda one: one["metadata"]["annotations"].get("autoscaling.keda.sh/paused"),
        {"metadata": {"annotations": {"autoscaling.keda.sh/paused-replicas": "2"}}},
    ),
    "pause keda at a number": (
        PauseAutoscaling("lab", "ScaledObject", "cell-content", "delivery", 2), SCALED,
        lambda one: one["metadata"]["annotations"].get("autoscaling.keda.sh/paused-replicas"),
        {"metadata": {"annotations": {"autoscaling.keda.sh/paused-replicas": "3"}}},
    ),
    "pause an hpa": (
        PauseAutoscaling("lab", "HorizontalPodAutoscaler", "cell-frankfurt", "web"), HPA,
        lambda one: [one["spec"]["behavior"][way]["selectPolicy"] for way in ("scaleUp", "scaleDown")],
        {"spec": {"behavior": {"scaleUp": {"selectPolicy": "Min"}}}},
    ),
    "resource quota": (
        SetResourceQuota(*AI, "cell-resources", (("pods", "111"), ("requests.storage", "2Ti"))), "resourcequotas",
        lambda one: one["spec"]["hard"], {"spec": {"hard": {"pods": "112"}}},
    ),
    "model weights": (
        SetModelWeights(*AI, "model-router", "weights.json", (("gpt-4o-mini", 0.5), ("gpt-4o", 0.3),
                                                               ("custom-vertex", 0.2))), "configmaps",
        lambda one: json.loads(one["data"]["weights.json"]), {"data": {"weights.json": '{"gpt-4o":1}'}},
    ),
    "cell quota": (
        SetCellQuota(*AI, "cell-quota", (("langchain_rps", 150.0), ("next_edge_rps", 900.0))), "configmaps",
        lambda one: one["data"], {"data": {"langchain_rps": "1"}},
    ),
    "degradation switch": (
        SetSetting(*AI, "model-router", "cta_only", "true"), "configmaps",
        lambda one: one["data"]["cta_only"], {"data": {"cta_only": "maybe"}},
    ),
    "weights of a virtual service": (
        weights("VirtualService", "cell-router"), ROUTES,
        lambda one: [each["weight"] for each in one["spec"]["http"][0]["route"]], {},
    ),
    "weights of an http route": (
        weights("HTTPRoute", "shop"), HTTP_ROUTES,
        lambda one: [each.get("weight", 1) for each in one["spec"]["rules"][0]["backendRefs"]], {},
    ),
    "suspend a cron job": (
        SuspendCronJob(*AI, "demand-forecast"), JOBS, lambda one: one["spec"]["suspend"], {},
    ),
    "reschedule a cron job": (
        RescheduleCronJob(*AI, "demand-forecast", "15 11 * * *"), JOBS, lambda one: one["spec"]["schedule"],
        {"spec": {"schedule": "0 4 * * *"}},
    ),
    "image of a deployment": (
        SetImage("lab", "Deployment", "cell-infra", "scheduler", "scheduler",
                 "registry.lab.example/newsletter/scheduler:9.0.0"), DEPLOYMENTS,
        lambda one: one["spec"]["template"]["spec"]["containers"][0]["image"], {},
    ),
    "hold a canary": (
        SetRolloutSteps("lab", "cell-osaka", "personalize", ({"setWeight": 5}, {"pause": {}})), ROLLOUTS,
        lambda one: one["spec"]["strategy"]["canary"]["steps"], {},
    ),
    "undo a deployment": (
        UndoRollout("lab", "Deployment", "cell-infra", "llm-serving", 1), DEPLOYMENTS,
        lambda one: one["spec"]["template"]["spec"]["containers"][0]["image"], {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_operation_keeps_to_the_rules_of_changes(cluster: ClusterLab, case: str) -> None:
    operation, resource, shown, foreign = CASES[case]
    place = (resource, operation.target.namespace, operation.target.name)

    async def scenario() -> None:
        if resource == HTTP_ROUTES:
            cluster.lab.store.create(http_route())

        def disturb() -> None:
            cluster.lab.store.patch(*place, foreign)

        await check_executor(
            cluster.executor,
            operation,
            lambda: shown(cluster.get(*place)),
            disturb=disturb if foreign else None,
            settle=cluster.pass_by(),
        )

    cluster.run(scenario())


@pytest.mark.parametrize(
    ("kind", "namespace", "name"), [("Deployment", "cell-ai", "bff"), ("Rollout", "cell-content", "personalize")]
)
def test_a_restart_replaces_all_pods_once(cluster: ClusterLab, kind: str, namespace: str, name: str) -> None:
    def world() -> list[str]:
        return [one["metadata"]["name"] for one in cluster.lab.pods(namespace, name)]

    async def scenario() -> None:
        cluster.lab.run(120, 5.0)
        operation = RestartWorkload("lab", kind, namespace, name, cluster.lab.store.now_text())
        before = set(world())
        await check_executor(cluster.executor, operation, world, settle=cluster.pass_by(30), undoable=False)
        assert not before & set(world())

    cluster.run(scenario())


def test_scaling_what_an_autoscaler_decides_is_refused_by_its_name(cluster: ClusterLab) -> None:
    web = ScaleWorkload("lab", "Deployment", "cell-tokyo", "web", 9)
    delivery = ScaleWorkload("lab", "Deployment", "cell-osaka", "delivery", 20)

    async def scenario() -> None:
        with pytest.raises(ChangeRefused, match="HorizontalPodAutoscaler web"):
            await cluster.executor.preview(web)
        with pytest.raises(ChangeRefused, match="ScaledObject delivery"):
            await cluster.executor.preview(delivery)
        told = await cluster.executor.preview(replace(web, despite_autoscaler=True))
        assert [one.after for one in told.differences] == ["9"]
        assert "HorizontalPodAutoscaler web" in told.warnings[0]
        pause = PauseAutoscaling("lab", "HorizontalPodAutoscaler", "cell-tokyo", "web")
        await cluster.executor.apply(pause, (await cluster.executor.preview(pause)).base)
        assert (await cluster.executor.preview(web)).warnings == ()  # a paused one decides nothing
        resume = ResumeAutoscaling("lab", "HorizontalPodAutoscaler", "cell-tokyo", "web")
        await cluster.executor.apply(resume, (await cluster.executor.preview(resume)).base)

    cluster.run(scenario())


def test_a_paused_autoscaler_leaves_the_replicas_alone(cluster: ClusterLab) -> None:
    """Scaled by hand, the number stays for as long as the HPA is paused, and not after."""
    place = ("lab", "HorizontalPodAutoscaler", "cell-content", "web")

    async def scenario() -> None:
        replicas = cluster.get(DEPLOYMENTS, "cell-content", "web")["spec"]["replicas"]
        for operation in (
            PauseAutoscaling(*place),
            ScaleWorkload("lab", "Deployment", "cell-content", "web", replicas + 2),
        ):
            await cluster.executor.apply(operation, (await cluster.executor.preview(operation)).base)
        cluster.lab.run(600, 5.0)
        assert cluster.get(DEPLOYMENTS, "cell-content", "web")["spec"]["replicas"] == replicas + 2
        resume = ResumeAutoscaling(*place)
        await cluster.executor.apply(resume, (await cluster.executor.preview(resume)).base)
        cluster.lab.run(600, 5.0)
        assert cluster.get(DEPLOYMENTS, "cell-content", "web")["spec"]["replicas"] < replicas + 2

    cluster.run(scenario())


def test_what_keda_wrote_is_changed_at_its_scaled_object(cluster: ClusterLab) -> None:
    bounds = SetReplicaBounds("lab", "HorizontalPodAutoscaler", "cell-tokyo", "keda-hpa-delivery", 1, 2)
    with pytest.raises(ChangeRefused, match="written by KEDA") as refused:
        cluster.run(cluster.executor.preview(bounds))
    assert "ScaledObject delivery" in refused.value.hint


def test_weights_that_do_not_add_up_are_refused_before_anything_is_asked() -> None:
    """Proves L5.1: the sum is 1 within a millionth, or nothing happens."""
    good = (("a", 0.6), ("b", 0.4 + 5e-7))
    assert SetModelWeights(*AI, "model-router", "weights.json", good)
    for wrong in (
        (("a", 0.6), ("b", 0.41)),
        (("a", 1.2), ("b", -0.2)),
        (("a", float("nan")),),
        (),
        (("a", 1), ("a", 0)),
    ):
        with pytest.raises(UserError):
            SetModelWeights(*AI, "model-router", "weights.json", wrong)
    with pytest.raises(UserError, match="sum to 90, not to 100"):
        SetRouteWeights("lab", "VirtualService", "edge", "r", "/spec/http/0", (("a", 60), ("b", 30)))
    assert SetRouteWeights("lab", "HTTPRoute", "edge", "r", "/spec/rules/0", (("a", 60), ("b", 30)))


def test_a_route_with_other_destinations_is_not_touched(cluster: ClusterLab) -> None:
    wrong = SetRouteWeights("lab", "VirtualService", "edge", "cell-router", "/spec/http/0", (("elsewhere", 100),))
    with pytest.raises(ChangeRefused, match=r"web\.cell-tokyo"):
        cluster.run(cluster.executor.preview(wrong))


def test_what_the_cluster_holds_invalid_is_refused_in_its_own_words(cluster: ClusterLab) -> None:
    none = SetReplicaBounds("lab", "HorizontalPodAutoscaler", "cell-tokyo", "web", minimum=0)
    with pytest.raises(ChangeRefused, match="must be greater than or equal to 1"):
        cluster.run(cluster.executor.preview(none))


def test_a_foreign_edit_is_told_field_by_field_and_a_status_is_none(cluster: ClusterLab) -> None:
    operation = SetCellQuota("lab", "cell-osaka", "cell-quota", (("langchain_rps", 77.0),))

    async def scenario() -> None:
        before = cluster.get("configmaps", "cell-osaka", "cell-quota")["data"]["langchain_rps"]
        base = (await cluster.executor.preview(operation)).base
        cluster.lab.store.patch("configmaps", "cell-osaka", "cell-quota", {"data": {"other": "1"}})
        cluster.lab.store.patch("configmaps", "cell-osaka", "cell-quota", {"data": {"langchain_rps": "5"}})
        with pytest.raises(ChangeRefused) as refused:
            await cluster.executor.apply(operation, base)
        assert f"/data/langchain_rps was {before} and is 5" in refused.value.message
        assert "other" not in refused.value.message
        scale = ScaleWorkload("lab", "Deployment", "cell-osaka", "llm-serving", 9)
        base = (await cluster.executor.preview(scale)).base
        cluster.lab.store.patch_status(DEPLOYMENTS, "cell-osaka", "llm-serving", {"collisionCount": 3})
        await cluster.executor.apply(scale, base)  # the version has moved on, what matters has not
        assert cluster.get(DEPLOYMENTS, "cell-osaka", "llm-serving")["spec"]["replicas"] == 9

    cluster.run(scenario())


def test_who_may_not_is_told_before_anything_is_sent(cluster: ClusterLab) -> None:
    executor = cluster.viewer.offers(ChangeExecutor)
    assert executor is not None
    operation = ScaleWorkload("lab", "Deployment", "cell-tokyo", "llm-serving", 9)
    with pytest.raises(ChangeRefused, match="You may not patch deployments/scale llm-serving"):
        cluster.run(executor.preview(operation))


def test_an_applier_of_a_field_is_named(cluster: ClusterLab) -> None:
    """GitOps controllers set back what they applied: the preview says so."""
    quota = SetCellQuota("lab", "cell-frankfurt", "cell-quota", (("langchain_rps", 77.0),))
    fields: dict[str, Any] = {"f:data": {"f:langchain_rps": {}}}
    entry = {"manager": "argocd-controller", "operation": "Apply", "apiVersion": "v1", "fieldsV1": fields}

    async def scenario() -> None:
        owned = {"metadata": {"managedFields": [entry]}}
        cluster.lab.store.patch("configmaps", "cell-frankfurt", "cell-quota", owned)
        told = await cluster.executor.preview(quota)
        assert told.warnings == ("/data/langchain_rps is kept by argocd-controller, which may set it back.",)

    cluster.run(scenario())


def test_quotas_in_one_entry_keep_what_is_not_named(cluster: ClusterLab) -> None:
    async def scenario() -> None:
        head = {"apiVersion": "v1", "kind": "ConfigMap"}
        meta = {"name": "limits", "namespace": "cell-ai"}
        cluster.lab.store.create(
            {**head, "metadata": meta, "data": {"q.yaml": "a: 5\nb: 2.5\n", "one": "7", "bad": "["}}
        )
        for operation, entry, text in (
            (SetCellQuota(*AI, "limits", (("a", 6.0),), "q.yaml"), "q.yaml", "a: 6\nb: 2.5\n"),
            (SetCellQuota(*AI, "limits", (("one", 8.0),), "one"), "one", "8"),
        ):
            told = await cluster.executor.preview(operation)
            await cluster.executor.apply(operation, told.base)
            assert cluster.get("configmaps", "cell-ai", "limits")["data"][entry] == text
            assert told.inverse is not None
        with pytest.raises(ChangeRefused, match="does not hold a mapping"):
            await cluster.executor.preview(SetCellQuota(*AI, "limits", (("a", 6.0),), "bad"))

    cluster.run(scenario())


def rollout(cluster: ClusterLab) -> dict[str, Any]:
    """The Rollout that waits for a person after 25 %."""
    return cluster.get(ROLLOUTS, "cell-tokyo", "personalize")


def steered(cluster: ClusterLab, action: RolloutAction) -> StepRollout:
    """An action on the revision and step that the Rollout stands at."""
    status = rollout(cluster)["status"]
    step = status["currentStepIndex"] if action is RolloutAction.PROMOTE else None
    return StepRollout(*TOKYO, "personalize", action, status["currentPodHash"], step)


def released(version: str) -> SetImage:
    """The release of an image by the Rollout."""
    image = f"registry.lab.example/newsletter/personalize:{version}"
    return SetImage("lab", "Rollout", "cell-tokyo", "personalize", "personalize", image)


async def do(cluster: ClusterLab, operation: Operation, seconds: int = 20) -> None:
    told = await cluster.executor.preview(operation)
    assert told.dry_run
    await cluster.executor.apply(operation, told.base)
    await reach(cluster.executor, operation, cluster.pass_by(seconds))


def test_a_rollout_is_led_through_its_steps(cluster: ClusterLab) -> None:
    """Release, pause, resume, promote, abort, retry, promote fully, go back. Proves E2.2 by hand."""

    def stand() -> tuple[str, int, int]:
        status = rollout(cluster)["status"]
        weight = status["canary"]["weights"]["canary"]["weight"]
        return status["phase"], status["currentStepIndex"], weight

    async def scenario() -> None:
        first = rollout(cluster)["spec"]["template"]["spec"]["containers"][0]["image"]
        await do(cluster, released("2.0.0"))
        cluster.lab.run(40, 5.0)
        assert stand() == ("Paused", 1, 5)
        await do(cluster, steered(cluster, RolloutAction.PAUSE), 5)
        cluster.lab.run(120, 5.0)
        assert stand() == ("Paused", 1, 5)  # held by hand: the step's minute has long passed
        await do(cluster, steered(cluster, RolloutAction.RESUME), 5)
        cluster.lab.run(60, 5.0)
        assert stand() == ("Paused", 3, 25)  # an open-ended pause
        promote = steered(cluster, RolloutAction.PROMOTE)
        base = (await cluster.executor.preview(promote)).base
        await cluster.executor.apply(promote, base)
        await reach(cluster.executor, promote, cluster.pass_by(5))
        cluster.lab.run(40, 5.0)
        assert stand() == ("Paused", 5, 50)
        assert (await cluster.executor.preview(promote)).satisfied
        await cluster.executor.apply(promote, base)  # the answer was lost and it is sent again: no further step
        cluster.lab.run(5)
        assert stand() == ("Paused", 5, 50)
        await do(cluster, steered(cluster, RolloutAction.ABORT), 5)
        assert stand() == ("Degraded", 0, 0)
        await do(cluster, steered(cluster, RolloutAction.RETRY), 5)
        await do(cluster, steered(cluster, RolloutAction.PROMOTE_FULL))
        cluster.lab.run(60, 5.0)
        assert stand() == ("Healthy", 6, 0)
        assert rollout(cluster)["status"]["stableRS"] == rollout(cluster)["status"]["currentPodHash"]
        await do(cluster, UndoRollout("lab", "Rollout", "cell-tokyo", "personalize", 2))
        assert rollout(cluster)["spec"]["template"]["spec"]["containers"][0]["image"] == first
        await do(cluster, steered(cluster, RolloutAction.PROMOTE_FULL))
        cluster.lab.run(60, 5.0)
        assert stand() == ("Healthy", 6, 0)

    cluster.run(scenario())


@pytest.mark.parametrize("action", [RolloutAction.PAUSE, RolloutAction.ABORT, RolloutAction.PROMOTE])
def test_steering_a_rollout_keeps_to_the_rules_of_changes(cluster: ClusterLab, action: RolloutAction) -> None:
    def world() -> tuple[object, ...]:
        one = rollout(cluster)
        return one["spec"].get("paused", False), one["status"]["currentStepIndex"], one["status"].get("abort", False)

    async def scenario() -> None:
        await do(cluster, released(f"3.0.{list(RolloutAction).index(action)}"))
        cluster.lab.run(30, 5.0)
        operation = steered(cluster, action)
        undoable = action is RolloutAction.PAUSE
        await check_executor(cluster.executor, operation, world, settle=cluster.pass_by(5), undoable=undoable)
        if action is not RolloutAction.ABORT:
            await do(cluster, steered(cluster, RolloutAction.ABORT), 5)
        with pytest.raises(ChangeRefused, match="is at revision"):
            await cluster.executor.preview(replace(operation, pod_hash="another", action=RolloutAction.RETRY))

    cluster.run(scenario())


def test_what_never_was_cannot_be_gone_back_to(cluster: ClusterLab) -> None:
    with pytest.raises(ChangeRefused, match="no revision 77"):
        cluster.run(cluster.executor.preview(UndoRollout("lab", "Deployment", "cell-ai", "bff", 77)))
    with pytest.raises(ChangeRefused, match="no container nobody"):
        cluster.run(cluster.executor.preview(replace(released("1.0.0"), container="nobody")))
    with pytest.raises(ChangeRefused, match="paused at a number"):
        cluster.run(cluster.executor.preview(PauseAutoscaling("lab", "HorizontalPodAutoscaler", "cell-ai", "web", 3)))


def test_suspending_twice_and_resuming_says_what_is(cluster: ClusterLab) -> None:
    async def scenario() -> None:
        suspend, resume = SuspendCronJob(*AI, "nightly-learning"), ResumeCronJob(*AI, "nightly-learning")
        assert (await cluster.executor.verify(resume)).truth is Truth.REACHED
        assert (await cluster.executor.verify(suspend)).truth is Truth.DIFFERENT
        await do(cluster, suspend)
        assert (await cluster.executor.preview(suspend)).satisfied
        await do(cluster, resume)

    cluster.run(scenario())


def test_a_cron_job_runs_once_more_from_the_template_that_was_seen(cluster: ClusterLab) -> None:
    run = RunCronJob(*AI, "nightly-learning", "nightly-learning-7-again")
    place = (JOBS, AI[1], "nightly-learning")

    def runs() -> list[str]:
        return [one["metadata"]["name"] for one in cluster.lab.store.list("jobs.batch", AI[1])]

    def disturb() -> None:
        template = {"metadata": {"labels": {"touched": "yes"}}}
        cluster.lab.store.patch(*place, {"spec": {"jobTemplate": template}})

    async def scenario() -> None:
        await check_executor(cluster.executor, run, runs, disturb=disturb, undoable=False)

    cluster.run(scenario())
    made = cluster.lab.store.get("jobs.batch", AI[1], run.run)
    cron = cluster.lab.store.get(*place)
    wanted = cron["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    assert made["spec"]["template"]["spec"]["containers"] == wanted
    assert made["metadata"]["ownerReferences"][0]["uid"] == cron["metadata"]["uid"]
    assert made["metadata"]["labels"]["touched"] == "yes"
    assert made["metadata"]["annotations"]["cronjob.kubernetes.io/instantiate"] == "manual"
