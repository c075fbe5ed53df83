"""The exposition: valid text, every series of the contract, true histograms (proves C7, L1.1)."""

import shutil
import subprocess

import pytest

from console.lab.simulator.exposition import exposition, label_text
from console.lab.simulator.lab_scale import LabScale
from console.lab.simulator.series.pod_series import PodSeries
from console.lab.simulator.simulator import Simulator
from tests.fakes.exposition_reader import Exposition, read_exposition
from tests.fakes.simulated_lab import MONDAY_TEN_JST

WEB = {"cell": "tokyo", "namespace": "cell-tokyo", "service": "web"}
CONTRACT = [
    ("web_vitals_ttfb_seconds_bucket", {**WEB, "le": "0.8"}),
    ("web_vitals_tti_seconds_count", WEB),
    ("http_server_request_duration_seconds_bucket", {**WEB, "le": "+Inf"}),
    ("http_server_requests_total", {**WEB, "segment": "b2b", "http_response_status_code": "429"}),
    ("http_server_active_requests", WEB),
    ("kafka_consumergroup_lag", {"cell": "tokyo", "consumergroup": "newsletter-delivery"}),
    ("vllm:generation_tokens_total", {"cell": "ai", "model_name": "gpt-4o"}),
    ("vllm:prompt_tokens_total", {"cell": "ai", "model_name": "gpt-4o"}),
    ("vllm:num_requests_waiting", {"cell": "ai", "model_name": "custom-vertex"}),
    ("litellm_spend_metric_total", {"cell": "osaka", "model": "gpt-4o-mini"}),
    ("litellm_requests_metric_total", {"cell": "osaka", "model": "gpt-4o-mini"}),
    ("ai_eval_accuracy_ratio", {"cell": "osaka", "model": "gpt-4o", "dataset": "live"}),
    ("pg_stat_database_xact_commit", {"cell": "infra", "service": "postgres", "datname": "newsletter"}),
    ("pg_database_size_bytes", {"cell": "tokyo", "service": "postgres", "datname": "newsletter"}),
    ("pg_up", {"cell": "infra", "instance_name": "postgres-1"}),
    ("pg_replication_lag_seconds", {"cell": "infra", "instance_name": "postgres-1"}),
    ("deploy_timestamp", {**WEB, "app": "web"}),
    ("commit_timestamp", {**WEB, "app": "web"}),
    ("slo:objective:ratio", {"sloth_service": "web", "sloth_slo": "availability", "cell": "tokyo"}),
    ("node_total_hourly_cost", {}),
    ("node_cpu_hourly_cost", {}),
    ("node_ram_hourly_cost", {}),
    ("container_cpu_allocation", {**WEB, "container": "web"}),
    ("container_memory_allocation_bytes", {**WEB, "container": "web"}),
    ("kepler_pod_cpu_joules_total", WEB),
    ("newsletter_deliveries_total", {"cell": "tokyo", "outcome": "failed", "segment": "enterprise"}),
    ("newsletter_opens_total", {"cell": "tokyo", "segment": "b2c"}),
    ("newsletter_cta_clicks_total", {"cell": "tokyo", "segment": "b2c"}),
    ("newsletter_active_users", {"cell": "tokyo", "segment": "b2c"}),
    ("cloudflare_zone_requests_total", {}),
    ("cloudflare_zone_requests_cached", {}),
    ("cloudflare_worker_requests_count", {"script_name": "edge-ranker"}),
    ("cloudflare_worker_errors_count", {"script_name": "edge-ranker"}),
    ("cloudflare_worker_cpu_time", {"quantile": "P99"}),
    ("istio_requests_total", {"source_workload": "cell-router", "destination_workload": "tokyo"}),
    ("istio_requests_total", {"cell": "tokyo", "source_workload": "bff", "destination_workload": "postgres"}),
    ("kube_horizontalpodautoscaler_status_current_replicas", {"horizontalpodautoscaler": "keda-hpa-delivery"}),
    ("kube_horizontalpodautoscaler_status_desired_replicas", {"horizontalpodautoscaler": "web"}),
    ("kube_horizontalpodautoscaler_spec_min_replicas", {"horizontalpodautoscaler": "web"}),
    ("kube_horizontalpodautoscaler_spec_max_replicas", {"horizontalpodautoscaler": "web"}),
    ("keda_scaler_metrics_value", {"scaledObject": "delivery"}),
    ("keda_scaler_active", {"scaledObject": "delivery"}),
    ("kube_deployment_spec_replicas", {"deployment": "web", "namespace": "cell-tokyo"}),
    ("kube_deployment_status_replicas_available", {"deployment": "web", "namespace": "cell-tokyo"}),
    ("container_cpu_usage_seconds_total", {**WEB, "container": "web"}),
    ("kube_pod_container_resource_requests", {**WEB, "resource": "memory"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def texts() -> tuple[bytes, bytes]:
    """The exposition after one minute and after two."""
    simulator = Simulator(7, LabScale(), MONDAY_TEN_JST)
    pods = PodSeries(simulator.blueprint)
    controls = simulator.first_controls
    out = []
    for _ in range(2):
        for _ in range(60):
            state = simulator.step(controls, 1.0)
            controls = controls.with_replicas(state.rescaled)
        out.append(exposition(simulator.count(), pods))
    return out[0], out[1]


@pytest.fixture(scope="module")
def read(texts: tuple[bytes, bytes]) -> Exposition:
    return read_exposition(texts[1])


@pytest.mark.parametrize(("name", "labels"), CONTRACT, ids=lambda value: value if isinstance(value, str) else "")
def test_every_series_of_the_contract_is_there(read: Exposition, name: str, labels: dict[str, str]) -> None:
    assert read.named(name, **labels)


def test_every_series_of_a_cell_carries_cell_namespace_and_service(read: Exposition) -> None:
    outside = {"cloudflare", "node_", "istio_"}
    for name, labels in read.values:
        pairs = dict(labels)
        if "cell" in pairs and not any(name.startswith(prefix) for prefix in outside):
            assert pairs["namespace"] == f"cell-{pairs['cell']}"
            assert pairs["service"]


def test_histograms_are_cumulative_and_end_in_their_count(read: Exposition) -> None:
    for family in ("http_server_request_duration_seconds", "web_vitals_ttfb_seconds", "web_vitals_tti_seconds"):
        for labels, count in read.named(f"{family}_count").items():
            buckets = {
                float(dict(found)["le"]): value
                for found, value in read.named(f"{family}_bucket").items()
                if labels <= found
            }
            ordered = [buckets[bound] for bound in sorted(buckets)]
            assert ordered == sorted(ordered)
            assert ordered[-1] == pytest.approx(count)


def test_counters_of_all_series_grow_from_one_scrape_to_the_next(texts: tuple[bytes, bytes]) -> None:
    first, second = (read_exposition(text) for text in texts)
    for (name, labels), value in first.values.items():
        kind = first.types.get(name) or "histogram"
        if kind != "gauge" and (name, labels) in second.values:
            assert second.values[name, labels] >= value, (name, dict(labels))


def test_every_family_has_help_and_type(read: Exposition) -> None:
    assert set(read.types) == set(read.helps)
    assert set(read.types.values()) == {"counter", "gauge", "histogram"}


def test_label_values_are_escaped() -> None:
    assert label_text((("a", 'say "hi"\n\\'),)) == '{a="say \\"hi\\"\\n\\\\"}'


def test_prometheus_own_parser_accepts_it(texts: tuple[bytes, bytes]) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed")
    done = subprocess.run([promtool, "check", "metrics"], input=texts[1], capture_output=True, check=False, timeout=60)
    # 3 = style hints about names, which are those of the field's exporters; 1 = not parsable.
    assert done.returncode in (0, 3), done.stderr.decode()
    assert b"error while linting" not in done.stderr
