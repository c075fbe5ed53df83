"""The words for signals: a short label and one sentence of what is measured."""

from __future__ import annotations

from functools import lru_cache

from console.domain.layer import Layer
from console.kernel.i18n import language, t


def signal_label(key: str) -> str:
    """Return the short label of a signal in the current language; the key itself for one that has no words."""
    return _labels(language()).get(key, (key, ""))[0]


def signal_meaning(key: str) -> str:
    """Return what a signal measures, in one sentence; empty for one that has no words."""
    return _labels(language()).get(key, (key, ""))[1]


def layer_label(layer: Layer) -> str:
    """Return the name of a layer in the current language."""
    return {
        Layer.PRESENTATION: t("Presentation"),
        Layer.APPLICATION: t("Application"),
        Layer.AI: t("AI"),
        Layer.DATA: t("Data"),
        Layer.AUTOMATION: t("Automation"),
        Layer.CONTROL: t("Control"),
    }[layer]


@lru_cache(maxsize=1)
def _labels(_language: str) -> dict[str, tuple[str, str]]:
    """Return the words in the current language, made once: every figure of every rendering asks for them."""
    return {**_demand_labels(), **_machine_labels(), **_business_labels()}


def _demand_labels() -> dict[str, tuple[str, str]]:
    return {
        "ttfb": (t("TTFB"), t("Time to first byte, 75th percentile over 5 min.")),
        "tti": (t("TTI"), t("Time until the page can be used, 75th percentile over 5 min.")),
        "latency_p95": (t("p95"), t("95th percentile of request duration over 5 min, slowest service.")),
        "latency_p99": (t("p99"), t("99th percentile of request duration over 5 min, slowest service.")),
        "edge_cache_hit": (t("Cache hit"), t("Share of edge requests that the cache answered.")),
        "edge_cache_hit_peak": (t("Highest cache hit"), t("Highest share that the cache answered within 4 h.")),
        "edge_cache_hit_usual": (
            t("Usual cache hit"),
            t("Share that the cache answered the day before, 95th percentile."),
        ),
        "rps": (t("Request rate"), t("Requests per second over 5 min.")),
        "rps_by_segment": (t("Requests by segment"), t("Requests per second over 5 min, by segment.")),
        "router_rps": (t("Routed"), t("Requests per second that the router sends to the cell.")),
        "router_error_ratio": (t("Router errors"), t("Share of routed requests that failed.")),
        "edge_rps": (t("Traffic"), t("Requests per second from one service to the next.")),
        "queue_length": (t("Queue"), t("Messages waiting in Kafka (consumer lag).")),
        "queue_floor": (t("Standing queue"), t("Messages that waited in Kafka throughout the last 5 min.")),
        "in_flight": (t("In flight"), t("Requests being served now.")),
        "error_ratio": (t("Errors"), t("Share of requests answered with 5xx over 5 min, worst service.")),
        "throttled_ratio": (t("Throttled"), t("Share of requests refused by the rate limit (429).")),
        "edge_throttled_rps": (t("Throttled"), t("Requests per second refused by the rate limit (429).")),
        "tokens_per_s": (t("Tokens"), t("Generated tokens per second over 5 min.")),
        "prompt_tokens_per_s": (t("Prompt tokens"), t("Prompt tokens per second over 5 min.")),
        "llm_waiting": (t("LLM queue"), t("Requests waiting for a model.")),
    }


def _machine_labels() -> dict[str, tuple[str, str]]:
    return {
        "model_cost": (t("Model cost"), t("Spending on models at the rate of the last 5 min.")),
        "model_cost_by_model": (t("Cost by model"), t("Spending by model at the rate of the last 5 min.")),
        "model_share": (t("Model share"), t("Share of model calls by model.")),
        "accuracy": (t("Accuracy"), t("Measured accuracy on live traffic, worst model.")),
        "queries_per_s": (t("Queries"), t("Committed transactions per second.")),
        "replicas": (t("DB replicas"), t("Database instances that answer.")),
        "replication_lag": (t("Replication lag"), t("How far the slowest replica is behind.")),
        "lead_time": (t("Lead time"), t("Median time from commit to deployment.")),
        "pipeline_p50": (t("Pipeline"), t("Median duration of a pipeline run.")),
        "slo_attainment": (t("SLO"), t("Share of requests served without a server error over 1 h.")),
        "slo_objective": (t("Objective"), t("What the SLO asks for.")),
        "cost": (t("Cost"), t("Cost of the allocated CPU and memory at node prices.")),
        "cost_deviation": (t("Cost deviation"), t("Cost now against the same time a week ago.")),
        "power": (t("Power"), t("Electric power of the cell's pods.")),
        "cpu_saturation": (t("CPU"), t("CPU used against CPU requested.")),
        "keda_metric": (t("KEDA metric"), t("The value that KEDA reads.")),
        "keda_ceiling": (t("Highest KEDA metric"), t("The highest value that KEDA read within 5 min.")),
        "keda_active": (t("KEDA active"), t("Whether KEDA's trigger is active.")),
        "replicas_available": (t("Available"), t("Replicas that are available.")),
    }


def _business_labels() -> dict[str, tuple[str, str]]:
    return {
        "delivery_success": (
            t("Delivery success"),
            t("Newsletters delivered of those sent, over 1 h; objective 99.9 %."),
        ),
        "delivery_success_by_segment": (
            t("Delivery by segment"),
            t("Newsletters delivered of those sent, by segment."),
        ),
        "cta_clicks": (t("CTA clicks"), t("Clicks on the call to action in the last 10 min.")),
        "cta_opens": (t("Opens"), t("Newsletters opened in the last 10 min.")),
        "cta_click_usual": (t("Usual CTA rate"), t("Clicks per opened newsletter over the day before.")),
        "cta_click_rate": (t("CTA click rate"), t("Clicks on the call to action per opened newsletter, over 1 h.")),
        "cost_per_user": (
            t("Cost per user"),
            t("Infrastructure and model cost per active user and day, at the present rate."),
        ),
        "kwh_per_user": (t("Energy per user"), t("Electric energy per active user and day, at the present rate.")),
        "active_users": (t("Active users"), t("Unique users within the last day.")),
    }
