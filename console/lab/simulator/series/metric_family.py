"""Name, type and meaning of every metric that the lab exports; names are those of the field's own exporters."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class MetricFamily:
    """One family as the exposition declares it."""

    name: str
    type: Literal["counter", "gauge", "histogram"]
    help: str


_ROWS: tuple[tuple[str, Literal["counter", "gauge", "histogram"], str], ...] = (
    ("web_vitals_ttfb_seconds", "histogram", "Time to first byte as browsers report it."),
    ("web_vitals_tti_seconds", "histogram", "Time until the page answers to input, as browsers report it."),
    ("http_server_request_duration_seconds", "histogram", "Duration of HTTP server requests."),
    ("http_server_requests_total", "counter", "HTTP server requests by segment and status code."),
    ("http_server_active_requests", "gauge", "Requests in flight."),
    ("kafka_consumergroup_lag", "gauge", "Messages that a consumer group has not committed yet."),
    ("vllm:prompt_tokens_total", "counter", "Number of prefill tokens processed."),
    ("vllm:generation_tokens_total", "counter", "Number of generation tokens processed."),
    ("vllm:num_requests_waiting", "gauge", "Requests waiting to be processed."),
    ("litellm_spend_metric_total", "counter", "Total spend on language model requests, USD."),
    ("litellm_requests_metric_total", "counter", "Requests to language models."),
    ("ai_eval_accuracy_ratio", "gauge", "Accuracy of a model on evaluated live answers, 0 to 1."),
    ("ai_eval_samples_total", "counter", "Live answers of a model that were evaluated."),
    ("edge_model_requests_total", "counter", "Calls of an edge model by arm, version and outcome."),
    ("edge_model_evaluated_total", "counter", "Answers of an edge model that were evaluated, by arm and version."),
    ("edge_model_conversions_total", "counter", "Calls of an edge model that led to a conversion, by arm and version."),
    ("edge_model_latency_seconds", "histogram", "Time until an edge model answered, by arm and version."),
    ("edge_model_cpu_seconds", "gauge", "CPU time of the parts of an inference by quantile."),
    ("edge_model_stage_start_timestamp_seconds", "gauge", "Unix time at which a stage of the learning last began."),
    ("edge_model_stage_end_timestamp_seconds", "gauge", "Unix time at which a stage of the learning last ended."),
    ("edge_model_memory_bytes", "gauge", "Memory of an isolate of the edge model."),
    ("edge_model_r2_bytes_total", "counter", "Bytes that the edge model read from object storage."),
    ("edge_model_feedback_total", "counter", "Signals of users about answers of the edge model, by kind."),
    ("model_batch_collection_success_ratio", "gauge", "Share of the training records that were collected."),
    ("model_batch_training_seconds", "gauge", "Duration of the last training."),
    ("model_batch_validation_accuracy_ratio", "gauge", "Accuracy of the last training on the validation set."),
    ("model_batch_compressed_ratio", "gauge", "Size of the last model after compression by its size before."),
    ("model_version_consistency_ratio", "gauge", "Share of the edge locations that serve the deployed version."),
    ("model_distribution_seconds", "gauge", "Time until all edge locations served the last deployment."),
    ("model_new_words", "gauge", "Words that users used and the dictionary lacks, since the last update."),
    ("model_deployments_total", "counter", "Deployments of a model by result."),
    ("pg_stat_database_xact_commit", "counter", "Transactions committed in a database."),
    ("pg_database_size_bytes", "gauge", "Disk space that a database uses."),
    ("pg_up", "gauge", "Whether the last query of the PostgreSQL instance worked."),
    ("pg_replication_lag_seconds", "gauge", "Replication lag behind the primary."),
    ("deploy_timestamp", "gauge", "Unix time at which an image was deployed."),
    ("commit_timestamp", "gauge", "Unix time of the commit that an image was built from."),
    ("slo:objective:ratio", "gauge", "Objective of a service level objective."),
    ("newsletter_deliveries_total", "counter", "Newsletters by outcome of their delivery."),
    ("newsletter_opens_total", "counter", "Newsletters opened."),
    ("newsletter_cta_clicks_total", "counter", "Clicks on the call to action."),
    ("newsletter_active_users", "gauge", "Unique users of the last day."),
    ("cloudflare_zone_requests_total", "gauge", "Requests to the zone in the last minute."),
    ("cloudflare_zone_requests_cached", "gauge", "Requests of the last minute that were answered from the cache."),
    ("cloudflare_worker_requests_count", "counter", "Calls of a Worker."),
    ("cloudflare_worker_errors_count", "counter", "Failed calls of a Worker."),
    ("cloudflare_worker_cpu_time", "gauge", "CPU time of a Worker by quantile, microseconds."),
    ("istio_requests_total", "counter", "Requests between workloads of the mesh."),
    ("kube_horizontalpodautoscaler_status_current_replicas", "gauge", "Replicas seen by the autoscaler."),
    ("kube_horizontalpodautoscaler_status_desired_replicas", "gauge", "Replicas wanted by the autoscaler."),
    ("kube_horizontalpodautoscaler_spec_min_replicas", "gauge", "Lower bound of the autoscaler."),
    ("kube_horizontalpodautoscaler_spec_max_replicas", "gauge", "Upper bound of the autoscaler."),
    ("keda_scaler_metrics_value", "gauge", "Current value of a scaler's metric."),
    ("keda_scaler_active", "gauge", "Whether the scaler is active."),
    ("kube_deployment_spec_replicas", "gauge", "Replicas that a deployment wants."),
    ("kube_deployment_status_replicas_available", "gauge", "Replicas of a deployment that are available."),
    ("container_cpu_usage_seconds_total", "counter", "CPU time used by a container."),
    ("kepler_pod_cpu_joules_total", "counter", "Energy used by the CPU work of a pod."),
    ("container_cpu_allocation", "gauge", "CPU cores allocated to a container."),
    ("container_memory_allocation_bytes", "gauge", "Memory allocated to a container."),
    ("kube_pod_container_resource_requests", "gauge", "Resources that a container requests."),
    ("node_total_hourly_cost", "gauge", "Price of a node, USD per hour."),
    ("node_cpu_hourly_cost", "gauge", "Price of one CPU core of a node, USD per hour."),
    ("node_ram_hourly_cost", "gauge", "Price of one GiB of memory of a node, USD per hour."),
)

FAMILIES: dict[str, MetricFamily] = {name: MetricFamily(name, kind, text) for name, kind, text in _ROWS}

_SUFFIXES = ("_bucket", "_sum", "_count")


def family_of(series_name: str) -> MetricFamily:
    """The family that a series belongs to. Raises KeyError for a series that no family declares."""
    found = FAMILIES.get(series_name)
    if found is not None:
        return found
    for suffix in _SUFFIXES:
        if series_name.endswith(suffix):
            return FAMILIES[series_name.removesuffix(suffix)]
    raise KeyError(series_name)


def is_counter(series_name: str) -> bool:
    """Whether a series only ever grows (the parts of a histogram do too)."""
    return family_of(series_name).type != "gauge"
