"""The measures of edge models in words: names, bounds, and why one is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.model.model_watch import MissingReason
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, quantity

if TYPE_CHECKING:
    from console.domain.model.alert_level import AlertCondition
    from console.domain.model.measure import Measure
    from console.domain.model.model_watch import Measured


def measure_word(key: str) -> str:
    """Return the name of a measure for people."""
    words = {
        "model_cpu_p99": t("CPU time p99"),
        "model_memory": t("Memory"),
        "model_cache_hit": t("Cache hits"),
        "model_subrequests": t("Subrequests per request"),
        "model_d1_query": t("D1 query (p90)"),
        "model_kv_read": t("KV read (median)"),
        "model_accuracy": t("Model accuracy"),
        "fallback_rate": t("Fallbacks"),
        "model_errors": t("Failed calls"),
        "model_timeouts": t("Timed-out answers"),
        **_work_words(),
        **_batch_words(),
    }
    return words.get(key, key)


def _work_words() -> dict[str, str]:
    return {
        "model_cpu_p50": t("CPU time p50"),
        "model_cpu_p95": t("CPU time p95"),
        "model_d1_rows": t("D1 rows read"),
        "model_kv_reads": t("KV reads"),
        "model_r2_bandwidth": t("R2 bandwidth"),
        "model_points": t("Analytics Engine writes"),
        "model_requests": t("Requests per minute"),
        "model_users": t("Unique users (day)"),
        "model_api_use": t("API calls today (UTC)"),
        "model_cost": t("Cost of 1,000 requests"),
    }


def _batch_words() -> dict[str, str]:
    return {
        "model_collection": t("Collection success"),
        "model_training": t("Training time"),
        "model_validation": t("Validation accuracy"),
        "model_compression": t("Size after compression"),
        "model_deployed": t("Good deployments (7 d)"),
        "model_rollbacks": t("Rollbacks (7 d)"),
        "model_consistency": t("Version consistency"),
        "model_distribution": t("CDN distribution time"),
        "model_new_words": t("New words"),
        "model_updates": t("Versions waiting"),
    }


def measure_value(found: Measured) -> str:
    """Return the value of a measure with its unit; counts over a week are whole."""
    if found.measure.key == "model_rollbacks" and found.value is not None:
        return f"{found.value:.0f}"
    return quantity(found.value, found.measure.unit)


def limit_text(measure: Measure) -> str:
    """Return the limit of E4.1 with the direction that keeps it."""
    if measure.limit is None:
        return UNKNOWN
    return f"{'≥' if measure.higher_is_better else '≤'} {quantity(measure.limit, measure.unit)}"


def bound_text(condition: AlertCondition, measure: Measure) -> str:
    """Return the bound of a condition with the side on which it holds."""
    return f"{'>' if condition.above else '<'} {quantity(condition.bound, measure.unit)}"


def standing_text(found: Measured, bound: float, above: bool) -> str:
    """Return how a measure stands to a bound that it is beyond, in a sentence."""
    words = measure_word(found.measure.key)
    value, limit = measure_value(found), quantity(bound, found.measure.unit)
    if value == limit:  # what tells them apart has been rounded away
        return (
            t("{measure} is a little above {limit}", measure=words, limit=limit)
            if above
            else t("{measure} is a little below {limit}", measure=words, limit=limit)
        )
    if above:
        return t("{measure} is {value}, above {limit}", measure=words, value=value, limit=limit)
    return t("{measure} is {value}, below {limit}", measure=words, value=value, limit=limit)


def missing_text(found: Measured) -> str:
    """Return why a measure has no value; empty when it has one."""
    if found.missing is None:
        return ""
    reasons = {
        MissingReason.NOT_READ: t("{source} has not been read yet", source=found.source),
        MissingReason.NO_SERVER: t("the estate has no metric server for this model"),
        MissingReason.NO_SERIES: t("{source} has no such series now", source=found.source),
        MissingReason.REFUSED: t("the query was refused: {error}", error=found.trouble),
        MissingReason.NO_USAGE: t("{source} tells no such figure for today", source=found.source),
    }
    return reasons[found.missing]
