"""Each scenario: injected, visible in objects and metrics, repaired through the store, healed (proves C7, L2.3)."""

import base64
import json

import pytest

from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import set_language
from console.lab.simulator.lab_scale import LabScale
from tests.fakes.exposition_reader import read_exposition
from tests.fakes.simulated_lab import SimulatedLab

DEPLOYMENTS = "deployments.apps"
HPA = "horizontalpodautoscalers.autoscaling"
SCALED_OBJECTS = "scaledobjects.keda.sh"
ROUTERS = "virtualservices.networking.istio.io"


@pytest.fixture
def lab() -> SimulatedLab:
    return SimulatedLab()


def _state(lab: SimulatedLab, scenario: str) -> str:
    return lab.world.scenarios.status(scenario).state


def _lag(lab: SimulatedLab, cell: str) -> float:
    series = read_exposition(lab.world.metrics_text()).named("kafka_consumergroup_lag", cell=cell)
    return next(iter(series.values()))


def _set_weights(lab: SimulatedLab, weights: dict[str, int]) -> None:
    http = lab.store.get(ROUTERS, "edge", "cell-router")["spec"]["http"]
    for route in http[0]["route"]:
        route["weight"] = weights[route["destination"]["host"].split(".")[1].removeprefix("cell-")]
    lab.patch(ROUTERS, "edge", "cell-router", {"spec": {"http": http}})


def test_hpa_metrics_missing_freezes_every_hpa_until_the_metrics_server_is_back(lab: SimulatedLab) -> None:
    lab.world.scenarios.start("hpa-metrics-missing")
    lab.run(30)
    assert lab.ready_pods("kube-system", "metrics-server") == 0
    for hpa in lab.store.list(HPA):
        active = {one["type"]: one for one in hpa["status"]["conditions"]}["ScalingActive"]
        if hpa["metadata"]["name"].startswith("keda-"):
            assert active["status"] == "True"
        else:
            assert (active["status"], active["reason"]) == ("False", "FailedGetResourceMetric")
            assert "currentMetrics" not in hpa["status"]
    assert "FailedGetResourceMetric" in lab.event_reasons("cell-tokyo")
    before = lab.store.get(DEPLOYMENTS, "cell-tokyo", "web")["spec"]["replicas"]
    weights = dict.fromkeys(lab.world.blueprint.router_weights(), 0) | {"tokyo": 100}
    _set_weights(lab, weights)
    lab.run(60)
    assert lab.store.get(DEPLOYMENTS, "cell-tokyo", "web")["spec"]["replicas"] == before, "blind to the load"
    assert _state(lab, "hpa-metrics-missing") == "active"
    lab.patch(DEPLOYMENTS, "kube-system", "metrics-server", {"spec": {"replicas": 1}})
    lab.run(45)
    assert _state(lab, "hpa-metrics-missing") == "healed"
    assert lab.store.get(DEPLOYMENTS, "cell-tokyo", "web")["spec"]["replicas"] > before


def test_keda_secret_missing_stops_scaling_while_lag_grows_until_the_secret_is_back(lab: SimulatedLab) -> None:
    usual = _lag(lab, "tokyo")
    lab.world.scenarios.start("keda-secret-missing")
    lab.run(90, step_s=3.0)
    assert lab.conditions(SCALED_OBJECTS, "cell-tokyo", "delivery")["Ready"] == ("False", "TriggerError")
    assert lab.conditions(HPA, "cell-tokyo", "keda-hpa-delivery")["ScalingActive"] == (
        "False",
        "FailedGetExternalMetric",
    )
    message = next(
        one["message"]
        for one in lab.store.get(SCALED_OBJECTS, "cell-tokyo", "delivery")["status"]["conditions"]
        if one["type"] == "Ready"
    )
    assert 'Secret "kafka-auth" not found' in message
    assert _lag(lab, "tokyo") > 3 * usual
    assert _state(lab, "keda-secret-missing") == "active"
    value = base64.b64encode(b"lab").decode()
    secret = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "kafka-auth", "namespace": "cell-tokyo"},
        "data": {"sasl": value, "username": value},
    }
    lab.store.create(secret)
    lab.run(20)
    assert _state(lab, "keda-secret-missing") == "active", "a secret with a key missing does not help"
    lab.patch("secrets", "cell-tokyo", "kafka-auth", {"data": {"password": value}})
    lab.run(180, step_s=3.0)
    assert _state(lab, "keda-secret-missing") == "healed"
    assert lab.conditions(SCALED_OBJECTS, "cell-tokyo", "delivery")["Ready"][0] == "True"
    assert lab.ready_pods("cell-tokyo", "delivery") > 1
    assert _lag(lab, "tokyo") <= float(lab.world.scenarios.status("keda-secret-missing").parameters["most_lag"])


def test_router_skew_overloads_one_cell_until_the_agreed_weights_are_back(lab: SimulatedLab) -> None:
    router = lab.store.get(ROUTERS, "edge", "cell-router")
    agreed = json.loads(router["metadata"]["annotations"]["cell-console.io/intended-weights"])
    lab.world.scenarios.start("router-skew")
    state = lab.run(120, step_s=2.0)
    osaka = state.cells["osaka"].flow.services["web"]
    tokyo = state.cells["tokyo"].flow.services["web"]
    assert float(osaka.failed) > 0.01 > float(tokyo.failed)
    assert float(osaka.median_s) > 3 * float(tokyo.median_s)
    assert lab.conditions(HPA, "cell-osaka", "web")["ScalingLimited"] == ("True", "TooManyReplicas")
    weights = [route["weight"] for route in lab.store.get(ROUTERS, "edge", "cell-router")["spec"]["http"][0]["route"]]
    assert sum(weights) == 100
    assert _state(lab, "router-skew") == "active"
    _set_weights(lab, agreed)
    state = lab.run(10)
    assert _state(lab, "router-skew") == "healed"
    assert float(state.cells["osaka"].flow.services["web"].failed) < 0.01


@pytest.mark.parametrize("repair", ["batch", "replicas"])
def test_kafka_lag_grows_at_full_replicas_until_workers_are_quick_or_more(lab: SimulatedLab, repair: str) -> None:
    usual = _lag(lab, "frankfurt")
    lab.world.scenarios.start("kafka-lag")
    state = lab.run(240, step_s=3.0)
    assert _lag(lab, "frankfurt") > 10 * usual
    spec = lab.world.blueprint.cell("frankfurt").workload("delivery")
    assert spec is not None
    assert state.ready["cell-frankfurt/delivery"] == spec.max_replicas
    assert lab.conditions(HPA, "cell-frankfurt", "keda-hpa-delivery")["ScalingLimited"] == ("True", "TooManyReplicas")
    assert _state(lab, "kafka-lag") == "active"
    if repair == "batch":
        lab.patch("configmaps", "cell-frankfurt", "delivery-config", {"data": {"batch.size": "500"}})
    else:
        lab.patch(SCALED_OBJECTS, "cell-frankfurt", "delivery", {"spec": {"maxReplicaCount": 60}})
    lab.run(300, step_s=5.0)
    assert _state(lab, "kafka-lag") == "healed"


def test_region_outage_fails_its_users_until_the_router_sends_them_elsewhere(lab: SimulatedLab) -> None:
    lab.world.scenarios.start("region-outage")
    state = lab.run(20)
    assert float(state.cells["osaka"].flow.services["web"].failed) > 0.99
    nodes = {
        one["metadata"]["labels"]["topology.kubernetes.io/region"]: {
            each["type"]: each["status"] for each in one["status"]["conditions"]
        }["Ready"]
        for one in lab.store.list("nodes")
    }
    assert nodes.pop("ap-northeast-3") == "Unknown"
    assert set(nodes.values()) == {"True"}
    assert lab.ready_pods("cell-osaka", "web") == 0
    assert lab.store.get(DEPLOYMENTS, "cell-osaka", "web")["status"]["readyReplicas"] == 0
    codes = read_exposition(lab.world.metrics_text())
    lost = codes.named("istio_requests_total", source_workload="cell-router", destination_workload="osaka",
                       response_code="500")  # fmt: skip
    assert next(iter(lost.values())) > 1000
    assert _state(lab, "region-outage") == "active"
    weights = lab.world.blueprint.router_weights()
    _set_weights(lab, {**weights, "osaka": 0, "tokyo": weights["tokyo"] + weights["osaka"]})
    lab.run(120, step_s=3.0)
    assert _state(lab, "region-outage") == "healed"
    state = lab.world.state
    assert sum(float(cell.flow.services["web"].failed) * cell.router_share for cell in state.cells.values()) < 0.01
    lab.world.scenarios.stop("region-outage")
    lab.run(40)
    assert lab.ready_pods("cell-osaka", "web") > 0


def test_a_lab_without_prometheus_has_none_that_could_go_down(lab: SimulatedLab) -> None:
    lab.servers.prometheus_there = False
    with pytest.raises(UserError, match=r"This lab has no Prometheus .* Install it"):
        lab.world.scenarios.start("prometheus-down")
    assert _state(lab, "prometheus-down") == "idle"
    assert lab.servers.prometheus_up


def test_failed_forecast_is_seen_in_job_pod_and_log_until_a_run_with_the_right_source_completes(
    lab: SimulatedLab,
) -> None:
    lab.world.scenarios.start("forecast-job-failed")
    lab.run(40, step_s=2.0)
    broken = next(job for job in lab.store.list("jobs.batch", "cell-ai") if job["status"].get("failed"))
    assert broken["status"]["conditions"][0]["reason"] == "BackoffLimitExceeded"
    pod = next(
        one for one in lab.store.list("pods", "cell-ai")
        if one["metadata"]["labels"].get("job-name") == broken["metadata"]["name"]
    )  # fmt: skip
    assert pod["status"]["phase"] == "Failed"
    log = lab.world.log_lines("cell-ai", pod["metadata"]["name"], None, lab.now_s)
    assert any("prometheus-old.monitoring.svc: no such host" in line for _, line in log)
    assert "BackoffLimitExceeded" in lab.event_reasons("cell-ai")
    assert _state(lab, "forecast-job-failed") == "active"
    cron = lab.store.get("cronjobs.batch", "cell-ai", "demand-forecast")["spec"]["jobTemplate"]
    fixed = json.loads(json.dumps(cron).replace("prometheus-old", "prometheus"))
    lab.patch("cronjobs.batch", "cell-ai", "demand-forecast", {"spec": {"jobTemplate": fixed}})
    lab.run(10)
    assert _state(lab, "forecast-job-failed") == "active", "the right source alone has not made a forecast yet"
    again = {"name": "again", "namespace": "cell-ai"}
    lab.store.create({"apiVersion": "batch/v1", "kind": "Job", "metadata": again, "spec": fixed["spec"]})
    lab.run(240, step_s=5.0)
    assert _state(lab, "forecast-job-failed") == "healed"


def test_prometheus_down_stops_the_server_and_is_healed_when_it_answers_again(lab: SimulatedLab) -> None:
    lab.world.scenarios.start("prometheus-down")
    lab.run(3)
    assert not lab.servers.prometheus_up
    assert _state(lab, "prometheus-down") == "active"
    lab.servers.prometheus_up = True  # somebody started it by hand
    lab.run(1)
    assert _state(lab, "prometheus-down") == "healed"


def test_apiserver_flapping_ends_by_itself(lab: SimulatedLab) -> None:
    lab.world.scenarios.start("apiserver-flapping")
    lab.run(60)
    assert lab.servers.flapping
    assert _state(lab, "apiserver-flapping") == "active"
    lab.run(62)
    assert not lab.servers.flapping
    assert _state(lab, "apiserver-flapping") == "healed"


@pytest.mark.parametrize(
    "scenario",
    ["hpa-metrics-missing", "keda-secret-missing", "router-skew", "kafka-lag", "region-outage", "forecast-job-failed"],
)
def test_stopping_a_scenario_puts_back_what_it_broke(lab: SimulatedLab, scenario: str) -> None:
    lab.world.scenarios.start(scenario)
    lab.run(10)
    lab.world.scenarios.stop(scenario)
    lab.run(300, step_s=5.0)
    assert _state(lab, scenario) == "idle"
    state = lab.world.state
    assert lab.world.faults == type(lab.world.faults)()
    assert all(float(cell.flow.services["web"].failed) < 0.005 for cell in state.cells.values())
    assert all(float(cell.flow.lag) < 5_000 for cell in state.cells.values())
    for hpa in lab.store.list(HPA):
        assert {one["type"]: one["status"] for one in hpa["status"]["conditions"]}["ScalingActive"] == "True"


def test_board_lists_all_scenarios_and_refuses_unknown_and_running_ones(lab: SimulatedLab) -> None:
    ids = [one.id for one in lab.world.scenarios.list()]
    assert ids == sorted(ids)
    assert {
        "hpa-metrics-missing", "keda-secret-missing", "router-skew", "kafka-lag", "region-outage", "prometheus-down",
        "apiserver-flapping",
    } <= set(ids)  # fmt: skip
    with pytest.raises(ConsoleError, match="no scenario 'nonsense'"):
        lab.world.scenarios.start("nonsense")
    lab.world.scenarios.start("router-skew")
    with pytest.raises(UserError, match="runs already"):
        lab.world.scenarios.start("router-skew")


def test_estates_without_the_needed_parts_refuse_with_a_sentence() -> None:
    tiny = SimulatedLab(scale=LabScale(1, 5, 1))
    for scenario in ("router-skew", "region-outage"):
        with pytest.raises(UserError, match="cells"):
            tiny.world.scenarios.start(scenario)
        assert _state(tiny, scenario) == "idle"
    tiny.world.server_faults = None
    with pytest.raises(UserError, match="without servers"):
        tiny.world.scenarios.start("prometheus-down")


def test_texts_are_complete_in_japanese(lab: SimulatedLab) -> None:
    english = lab.world.scenarios.list()
    set_language("ja")
    try:
        japanese = lab.world.scenarios.list()
    finally:
        set_language("en")
    for ours, theirs in zip(english, japanese, strict=True):
        for text, translated in ((ours.title, theirs.title), (ours.injects, theirs.injects),
                                 (ours.diagnosis, theirs.diagnosis)):  # fmt: skip
            assert text != translated
            assert text.isascii()
            assert not translated.isascii()
