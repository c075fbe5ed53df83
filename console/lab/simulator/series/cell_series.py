"""Series of one cell: traffic, latency, models, stores, business."""

from collections.abc import Iterator

import numpy as np

from console.lab.simulator.business import BusinessFlow
from console.lab.simulator.cell_flow import CellFlow
from console.lab.simulator.cell_spec import SEGMENTS, CellSpec
from console.lab.simulator.estate_state import Labels
from console.lab.simulator.level import Level, choose
from console.lab.simulator.model_catalogue import GENERATION_TOKENS, PROMPT_TOKENS
from console.lab.simulator.noise import smooth_noise
from console.lab.simulator.series.histogram import REQUEST_BOUNDS_S, WEB_VITAL_BOUNDS_S, histogram
from console.lab.simulator.series.sample import Sample
from console.lab.simulator.service_flow import ServiceFlow

OBJECTIVES: tuple[tuple[str, str, float], ...] = (
    ("web", "availability", 0.999),
    ("bff", "availability", 0.999),
    ("delivery", "delivery", 0.999),
    ("llm-serving", "availability", 0.995),
)
CONSUMER_GROUP = "newsletter-delivery"
TOPIC = "newsletter-jobs"
REVISION_LABEL = "rollouts_pod_template_hash"
BROWSER_TTFB_S = 0.19
BROWSER_TTI_S = 1.25
_FIRST_DAY = 20_454.0  # 1 January 2026, in days since 1970
_GROWTH_PER_DAY = 0.0016
_BYTES_PER_USER = 250_000.0


def workload_labels(cell: CellSpec, service: str) -> Labels:
    """The labels that every series of a workload carries."""
    return (("cell", cell.name), ("namespace", cell.namespace), ("service", service))


def cell_samples(seed: int, cell: CellSpec, flow: CellFlow, business: BusinessFlow, t: Level) -> Iterator[Sample]:
    """All series of a cell that do not belong to single pods or autoscalers."""
    for name, service in flow.services.items():
        spec = cell.workload(name)
        if spec is not None and not spec.is_store:
            yield from _service_samples(cell, name, service)
    yield from _browser_samples(cell, flow.services["web"])
    yield from _edge_samples(cell, flow)
    yield from _model_samples(cell, flow)
    yield from _store_samples(seed, cell, flow, t)
    if cell.workload("delivery") is not None:
        yield from _business_samples(cell, flow, business)
    yield from _user_samples(cell, business)
    for service_name, objective, ratio in OBJECTIVES:
        if cell.workload(service_name) is not None:
            labels = (("cell", cell.name), ("namespace", cell.namespace), ("service", service_name))
            slo = (("sloth_service", service_name), ("sloth_slo", objective))
            yield Sample("slo:objective:ratio", (*labels, *slo), ratio)


def _service_samples(cell: CellSpec, name: str, service: ServiceFlow) -> Iterator[Sample]:
    labels = workload_labels(cell, name)
    served = service.total_rps * (1.0 - service.limited)
    for part, share, failed in _revisions(labels, service):
        codes = (("200", 1.0 - service.limited - failed), ("429", service.limited), ("500", failed))
        for segment, rps in service.rps.items():
            for code, ratio in codes:
                pairs = (("segment", segment), ("http_response_status_code", code))
                yield Sample("http_server_requests_total", (*part, *pairs), rps * share * ratio)
        yield from histogram(
            "http_server_request_duration_seconds",
            part,
            served * share,
            service.median_s,
            service.shape,
            REQUEST_BOUNDS_S,
        )
    yield Sample("http_server_active_requests", labels, service.in_flight)


def _revisions(labels: Labels, service: ServiceFlow) -> Iterator[tuple[Labels, float, Level]]:
    """Labels, share of the requests and failed share of each revision; a canary tells its hash as its pods do."""
    canary = service.canary
    if canary is None:
        yield labels, 1.0, service.failed
        return
    rest = 1.0 - canary.share
    if rest > 0:
        yield labels, rest, (service.failed - canary.share * canary.failed) / rest
    yield (*labels, (REVISION_LABEL, canary.revision)), canary.share, canary.failed


def _browser_samples(cell: CellSpec, web: ServiceFlow) -> Iterator[Sample]:
    labels = workload_labels(cell, "web")
    views = web.total_rps * (1.0 - web.limited) * 0.25
    ttfb = BROWSER_TTFB_S + web.median_s
    tti = BROWSER_TTI_S + 2.0 * web.median_s
    yield from histogram("web_vitals_ttfb_seconds", labels, views, ttfb, 3.4, WEB_VITAL_BOUNDS_S)
    yield from histogram("web_vitals_tti_seconds", labels, views, tti, 4.2, WEB_VITAL_BOUNDS_S)


def _edge_samples(cell: CellSpec, flow: CellFlow) -> Iterator[Sample]:
    """Traffic on the edges of the topology: router to cell, and between the workloads of the cell."""
    web = flow.services["web"]
    into = (
        ("reporter", "destination"), ("source_workload", "cell-router"), ("destination_workload", cell.name),
        ("cell", cell.name), ("namespace", cell.namespace),
    )  # fmt: skip
    for code, share in (("200", 1.0 - web.limited - web.failed), ("429", web.limited), ("500", web.failed)):
        yield Sample("istio_requests_total", (*into, ("response_code", code)), web.total_rps * share)
    for (source, destination), rps in flow.edges.items():
        failed = flow.services[destination].failed
        inside = (
            ("reporter", "destination"), ("source_workload", source), ("destination_workload", destination),
            ("cell", cell.name), ("namespace", cell.namespace),
        )  # fmt: skip
        yield Sample("istio_requests_total", (*inside, ("response_code", "200")), rps * (1.0 - failed))
        yield Sample("istio_requests_total", (*inside, ("response_code", "500")), rps * failed)


def _model_samples(cell: CellSpec, flow: CellFlow) -> Iterator[Sample]:
    labels = workload_labels(cell, "llm-serving")
    for name, model in flow.models.items():
        served, routed = (*labels, ("model_name", name)), (*labels, ("model", name))
        yield Sample("vllm:prompt_tokens_total", served, model.rps * PROMPT_TOKENS)
        yield Sample("vllm:generation_tokens_total", served, model.rps * GENERATION_TOKENS)
        yield Sample("vllm:num_requests_waiting", served, model.waiting)
        yield Sample("litellm_spend_metric_total", routed, model.usd_per_s)
        yield Sample("litellm_requests_metric_total", routed, model.rps)
        yield Sample("ai_eval_accuracy_ratio", (*routed, ("dataset", "live")), model.accuracy)


def _store_samples(seed: int, cell: CellSpec, flow: CellFlow, t: Level) -> Iterator[Sample]:
    spec = cell.workload("postgres")
    store = flow.services.get("postgres")
    if spec is None or store is None:
        return
    labels = workload_labels(cell, "postgres")
    yield Sample("pg_stat_database_xact_commit", (*labels, ("datname", "newsletter")), store.total_rps)
    if cell.kind == "regional":  # the others keep their users' data in these
        yield Sample("pg_database_size_bytes", (*labels, ("datname", "newsletter")), _database_bytes(seed, cell, t))
    shown = spec.replicas if isinstance(store.replicas, np.ndarray) else max(spec.replicas, int(store.replicas))
    for index in range(shown):
        one = (*labels, ("instance_name", f"postgres-{index}"))
        yield Sample("pg_up", one, choose(store.replicas > index, 1.0, 0.0))
        jitter = 1.0 + 0.4 * smooth_noise(seed, f"replication/{cell.name}/{index}", t, 180.0)
        behind = 0.0 if index == 0 else 0.18 * jitter * (1.0 + 6.0 * store.utilisation**3)
        yield Sample("pg_replication_lag_seconds", one, behind + 0.0 * store.utilisation)


def _database_bytes(seed: int, cell: CellSpec, t: Level) -> Level:
    """What a store holds: it grows day by day, and a little room is given back from time to time."""
    days = t / 86_400.0 - _FIRST_DAY
    used = 1.0 + _GROWTH_PER_DAY * days + 0.01 * smooth_noise(seed, f"database/{cell.name}", t, 3 * 86_400.0)
    return cell.users * _BYTES_PER_USER * used


def _business_samples(cell: CellSpec, flow: CellFlow, business: BusinessFlow) -> Iterator[Sample]:
    labels = workload_labels(cell, "delivery")
    group = (("consumergroup", CONSUMER_GROUP), ("topic", TOPIC))
    yield Sample("kafka_consumergroup_lag", (*labels, *group), flow.lag)
    for segment in SEGMENTS:
        one = (("segment", segment),)
        for outcome, rates in (("delivered", business.delivered), ("failed", business.failed)):
            pairs = (("outcome", outcome), *one)
            yield Sample("newsletter_deliveries_total", (*labels, *pairs), rates[segment])
        yield Sample("newsletter_opens_total", (*labels, *one), business.opens[segment])
        yield Sample("newsletter_cta_clicks_total", (*labels, *one), business.clicks[segment])


def _user_samples(cell: CellSpec, business: BusinessFlow) -> Iterator[Sample]:
    labels = workload_labels(cell, "web")
    for segment, users in business.active_users.items():
        yield Sample("newsletter_active_users", (*labels, ("segment", segment)), users)
