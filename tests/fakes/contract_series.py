"""Series of the metric contract for one small cell, with rates and levels chosen so that every signal can be computed
by hand: counters grow linearly, gauges stay."""

from collections.abc import Iterator, Mapping

STEP_S = 60.0
MINUTES = 70
WEEK_S = 604_800.0
GIB = 1024.0**3

Labels = Mapping[str, str]

_WEB = {"cell": "tokyo", "service": "web"}
_BFF = {"cell": "tokyo", "service": "bff"}
_LLM = {"cell": "tokyo", "service": "llm-serving"}
_PG = {"cell": "tokyo", "service": "postgres"}
_DELIVERY = {"cell": "tokyo", "service": "delivery"}
_REQUESTS = "http_server_requests_total"
_ISTIO = {"reporter": "destination"}


def _buckets(name: str, labels: Labels, rates: Mapping[str, float]) -> Iterator[tuple[str, Labels, float]]:
    for bound, rate in rates.items():
        yield f"{name}_bucket", {**labels, "le": bound}, rate


def _counters() -> Iterator[tuple[str, Labels, float]]:
    """Name, labels and growth per second."""
    for service, code, rate in (
        (_WEB, "200", 9.0), (_WEB, "500", 1.0), (_WEB, "429", 2.0), (_BFF, "200", 4.0),
        ({"cell": "tokyo", "service": "scheduler"}, "200", 0.0),
        ({"cell": "osaka", "service": "web"}, "200", 1.0),
        ({"cell": "elsewhere", "service": "web"}, "200", 50.0),
    ):  # fmt: skip
        yield _REQUESTS, {**service, "segment": "b2b", "http_response_status_code": code}, rate
    duration = {"0.1": 50.0, "0.2": 90.0, "0.4": 100.0, "+Inf": 100.0}
    yield from _buckets("http_server_request_duration_seconds", _WEB, duration)
    yield from _buckets("web_vitals_ttfb_seconds", _WEB, duration)
    yield from _buckets("web_vitals_tti_seconds", _WEB, {"1.8": 50.0, "3": 90.0, "5": 100.0, "+Inf": 100.0})
    yield from _buckets("cicd_pipeline_run_duration_seconds", {"cell": "tokyo"}, {"60": 1.0, "120": 3.0, "+Inf": 3.0})
    for model, tokens, spend, calls in (
        ("gpt-4o-mini", 100.0, 0.001, 6.0), ("gpt-4o", 50.0, 0.0005, 2.0), ("custom-vertex", 0.0, 0.0, 2.0),
    ):  # fmt: skip
        yield "vllm:generation_tokens_total", {**_LLM, "model_name": model}, tokens
        yield "vllm:prompt_tokens_total", {**_LLM, "model_name": model}, 2 * tokens
        yield "litellm_spend_metric_total", {**_LLM, "model": model}, spend
        yield "litellm_requests_metric_total", {**_LLM, "model": model}, calls
    yield "pg_stat_database_xact_commit", {**_PG, "datname": "newsletter"}, 200.0
    yield "pg_stat_database_xact_commit", {**_PG, "datname": "other"}, 100.0
    yield "container_cpu_usage_seconds_total", {**_WEB, "pod": "web-0", "container": "web"}, 0.4
    yield "kepler_pod_cpu_joules_total", {**_WEB, "pod": "web-0"}, 50.0
    yield "kepler_pod_cpu_joules_total", {**_BFF, "pod": "bff-0"}, 25.0
    for outcome, rate in (("delivered", 9.99), ("failed", 0.01)):
        yield "newsletter_deliveries_total", {**_DELIVERY, "outcome": outcome, "segment": "b2b"}, rate
    yield "newsletter_opens_total", {**_DELIVERY, "segment": "b2b"}, 2.0
    yield "newsletter_cta_clicks_total", {**_DELIVERY, "segment": "b2b"}, 0.5
    routed = {**_ISTIO, "source_workload": "cell-router", "destination_workload": "tokyo", "cell": "tokyo"}
    yield "istio_requests_total", {**routed, "response_code": "200"}, 12.0
    yield "istio_requests_total", {**routed, "response_code": "500"}, 3.0
    inside = {**_ISTIO, "source_workload": "web", "destination_workload": "bff", "cell": "tokyo"}
    yield "istio_requests_total", {**inside, "response_code": "200"}, 8.0


def _gauges(end_s: float) -> Iterator[tuple[str, Labels, float]]:
    """Name, labels and level."""
    for topic, lag in (("jobs", 120.0), ("retries", 30.0)):
        yield "kafka_consumergroup_lag", {**_DELIVERY, "consumergroup": "newsletter", "topic": topic}, lag
    yield "http_server_active_requests", _WEB, 7.0
    yield "ai_eval_accuracy_ratio", {**_LLM, "model": "gpt-4o", "dataset": "live"}, 0.83
    yield "ai_eval_accuracy_ratio", {**_LLM, "model": "gpt-4o", "dataset": "golden"}, 0.99
    yield "vllm:num_requests_waiting", {**_LLM, "model_name": "gpt-4o"}, 3.0
    yield "vllm:num_requests_waiting", {**_LLM, "model_name": "custom-vertex"}, 1.0
    for index, (up, lag) in enumerate(((1.0, 0.0), (1.0, 0.4), (0.0, 0.1))):
        one = {**_PG, "instance_name": f"postgres-{index}"}
        yield "pg_up", one, up
        yield "pg_replication_lag_seconds", one, lag
    for service, lead_s in (("web", 3600.0), ("bff", 7200.0), ("delivery", 90_000.0)):
        image = {"cell": "tokyo", "app": service, "image_sha": f"sha-{service}"}
        yield "deploy_timestamp", image, end_s - 10_000.0
        yield "commit_timestamp", {**image, "commit": f"c-{service}"}, end_s - 10_000.0 - lead_s
    yield "slo:objective:ratio", {"sloth_service": "web", "sloth_slo": "availability"}, 0.999
    for zone, seen, cached in (("example.org", 1000.0, 850.0),):
        yield "cloudflare_zone_requests_total", {"zone": zone}, seen
        yield "cloudflare_zone_requests_cached", {"zone": zone}, cached
    yield "newsletter_active_users", {**_WEB, "segment": "b2b"}, 100.0
    yield "newsletter_active_users", {**_WEB, "segment": "b2c"}, 300.0
    resource = {**_WEB, "pod": "web-0", "container": "web"}
    yield "kube_pod_container_resource_requests", {**resource, "resource": "cpu"}, 0.5
    yield "kube_pod_container_resource_requests", {**resource, "resource": "memory"}, 4 * GIB
    hpa = {**_DELIVERY, "horizontalpodautoscaler": "keda-hpa-delivery"}
    for name, value in (
        ("status_current_replicas", 4.0), ("status_desired_replicas", 5.0),
        ("spec_min_replicas", 2.0), ("spec_max_replicas", 10.0),
    ):  # fmt: skip
        yield f"kube_horizontalpodautoscaler_{name}", hpa, value
    scaled = {**_DELIVERY, "scaledObject": "delivery", "scaler": "kafkaScaler", "metric": "s0-kafka"}
    for metric, value in (("s0-kafka", 110.0), ("s1-prometheus", 900.0), ("s2-kafka-digest", 40.0)):
        yield "keda_scaler_metrics_value", {**scaled, "metric": metric}, value
    media = {**scaled, "scaledObject": "media", "scaler": "awsSqsQueueScaler"}
    for metric, value in (("s0-aws-sqs-media", 7.0), ("s1-cron", 2.0)):
        yield "keda_scaler_metrics_value", {**media, "metric": metric}, value
    yield "keda_scaler_active", scaled, 1.0
    yield "kube_deployment_status_replicas_available", {**_DELIVERY, "deployment": "delivery"}, 4.0


def _allocation(factor: float) -> Iterator[tuple[str, Labels, float]]:
    for pod, node, cores, gib in (("web-0", "n1", 2.0, 4.0), ("bff-0", "n2", 1.0, 2.0)):
        one = {"cell": "tokyo", "pod": pod, "container": "main", "node": node}
        yield "container_cpu_allocation", one, cores * factor
        yield "container_memory_allocation_bytes", one, gib * GIB * factor
    for node, cpu, ram in (("n1", 0.03, 0.004), ("n2", 0.05, 0.01)):
        # Twice, as two exporters may tell the same price.
        for instance in ("a", "b"):
            yield "node_cpu_hourly_cost", {"node": node, "instance": instance}, cpu
            yield "node_ram_hourly_cost", {"node": node, "instance": instance}, ram


Series = list[tuple[dict[str, str], list[tuple[float, float]]]]


def series_a_week_ago(end_s: float) -> Series:
    """Return what was allocated a week before ``end_s``: half of it. Write this first: samples come in order."""
    return [({"__name__": name, **labels}, [(end_s - WEEK_S, level)]) for name, labels, level in _allocation(0.5)]


def series_hours_ago(end_s: float) -> Series:
    """Return what the edge's cache answered from six to five hours before ``end_s``: less than now. Write it second."""
    times = [end_s - 6 * 3600 + STEP_S * index for index in range(60)]
    levels = {"cloudflare_zone_requests_total": 1000.0, "cloudflare_zone_requests_cached": 600.0}
    return [
        ({"__name__": name, "zone": "example.org"}, [(at_s, level) for at_s in times]) for name, level in levels.items()
    ]


def contract_series(end_s: float) -> Series:
    """Return series of 70 minutes whose last sample is at ``end_s``."""
    times = [end_s - STEP_S * (MINUTES - index) for index in range(MINUTES + 1)]
    found = []
    for name, labels, rate in _counters():
        points = [(at_s, 1e6 + rate * (at_s - times[0])) for at_s in times]
        found.append(({"__name__": name, **labels}, points))
    for name, labels, level in (*_gauges(end_s), *_allocation(1.0)):
        found.append(({"__name__": name, **labels}, [(at_s, level) for at_s in times]))
    return found


COST_USD_PER_H = 2 * 0.03 + 4 * 0.004 + 1 * 0.05 + 2 * 0.01
MODEL_USD_PER_H = 3600 * (0.001 + 0.0005)

EXPECTED: dict[tuple[str, str, str, str, str], float] = {
    ("ttfb", "tokyo", "", "", ""): 0.1 + 0.1 * 25 / 40,
    ("tti", "tokyo", "", "", ""): 1.8 + 1.2 * 25 / 40,
    ("latency_p95", "tokyo", "web", "", ""): 0.2 + 0.2 * 5 / 10,
    ("latency_p99", "tokyo", "web", "", ""): 0.2 + 0.2 * 9 / 10,
    ("edge_cache_hit", "", "", "", "example.org"): 0.85,
    ("edge_cache_hit_peak", "", "", "", "example.org"): 0.85,
    ("edge_cache_hit_usual", "", "", "", "example.org"): 0.6,
    ("rps", "tokyo", "web", "", ""): 12.0,
    ("rps", "tokyo", "bff", "", ""): 4.0,
    ("rps", "tokyo", "scheduler", "", ""): 0.0,
    ("rps", "osaka", "web", "", ""): 1.0,
    ("queue_length", "tokyo", "", "", "newsletter"): 150.0,
    ("rps_by_segment", "tokyo", "", "b2b", ""): 16.0,
    ("rps_by_segment", "osaka", "", "b2b", ""): 1.0,
    ("in_flight", "tokyo", "web", "", ""): 7.0,
    ("error_ratio", "tokyo", "web", "", ""): 1 / 12,
    ("error_ratio", "tokyo", "bff", "", ""): 0.0,
    ("error_ratio", "osaka", "web", "", ""): 0.0,
    ("throttled_ratio", "tokyo", "", "", ""): 2 / 16,
    ("throttled_ratio", "osaka", "", "", ""): 0.0,
    ("cpu_saturation", "tokyo", "web", "", ""): 0.8,
    ("tokens_per_s", "tokyo", "", "", ""): 150.0,
    ("prompt_tokens_per_s", "tokyo", "", "", ""): 300.0,
    ("model_cost", "tokyo", "", "", ""): MODEL_USD_PER_H,
    ("model_cost_by_model", "tokyo", "", "", "gpt-4o-mini"): 3.6,
    ("model_cost_by_model", "tokyo", "", "", "gpt-4o"): 1.8,
    ("model_cost_by_model", "tokyo", "", "", "custom-vertex"): 0.0,
    ("model_share", "tokyo", "", "", "gpt-4o-mini"): 0.6,
    ("model_share", "tokyo", "", "", "gpt-4o"): 0.2,
    ("model_share", "tokyo", "", "", "custom-vertex"): 0.2,
    ("accuracy", "tokyo", "", "", "gpt-4o"): 0.83,
    ("llm_waiting", "tokyo", "", "", ""): 4.0,
    ("queries_per_s", "tokyo", "", "", ""): 300.0,
    ("replicas", "tokyo", "", "", ""): 2.0,
    ("replication_lag", "tokyo", "", "", ""): 0.4,
    ("lead_time", "tokyo", "", "", ""): 7200.0,
    ("pipeline_p50", "tokyo", "", "", ""): 60 + 60 * 0.5 / 2,
    ("slo_attainment", "tokyo", "", "", ""): 15 / 16,
    ("slo_attainment", "osaka", "", "", ""): 1.0,
    ("slo_objective", "", "", "", "web/availability"): 0.999,
    ("cost", "tokyo", "", "", ""): COST_USD_PER_H,
    ("cost_deviation", "tokyo", "", "", ""): 1.0,
    ("power", "tokyo", "", "", ""): 75.0,
    ("delivery_success", "tokyo", "", "", ""): 0.999,
    ("delivery_success_by_segment", "tokyo", "", "b2b", ""): 0.999,
    ("cta_click_rate", "tokyo", "", "", ""): 0.25,
    ("cta_click_usual", "tokyo", "", "", ""): 0.25,
    ("cta_clicks", "tokyo", "", "", ""): 0.5 * 600,
    ("cta_opens", "tokyo", "", "", ""): 2.0 * 600,
    ("active_users", "tokyo", "", "", ""): 400.0,
    ("cost_per_user", "tokyo", "", "", ""): 24 * (COST_USD_PER_H + MODEL_USD_PER_H) / 400,
    ("kwh_per_user", "tokyo", "", "", ""): 24 / 1000 * 75 / 400,
    ("router_rps", "tokyo", "", "", ""): 15.0,
    ("router_error_ratio", "tokyo", "", "", ""): 0.2,
    ("edge_rps", "tokyo", "web", "", "bff"): 8.0,
    ("keda_metric", "tokyo", "", "", "delivery"): 150.0,
    ("keda_metric", "tokyo", "", "", "media"): 7.0,
    ("keda_ceiling", "tokyo", "", "", "delivery"): 150.0,
    ("keda_ceiling", "tokyo", "", "", "media"): 7.0,
    ("queue_floor", "tokyo", "", "", "newsletter"): 150.0,
    ("keda_active", "tokyo", "", "", "delivery"): 1.0,
    ("hpa_current", "tokyo", "", "", "keda-hpa-delivery"): 4.0,
    ("hpa_desired", "tokyo", "", "", "keda-hpa-delivery"): 5.0,
    ("hpa_min", "tokyo", "", "", "keda-hpa-delivery"): 2.0,
    ("hpa_max", "tokyo", "", "", "keda-hpa-delivery"): 10.0,
    ("replicas_available", "tokyo", "", "", "delivery"): 4.0,
    ("edge_throttled_rps", "tokyo", "", "", ""): 2.0,
    ("edge_throttled_rps", "osaka", "", "", ""): 0.0,
}
"""By signal, cell, service, segment, target: what hand calculation says. ``scheduler`` gets no requests, so its error
ratio is missing; the cell ``elsewhere`` is not of the estate."""
