"""The measures of an A/B test (E2.4): what each arm, and each version in it, did in the last day."""

from console.domain.model.measure import Measure, MeasureGroup
from console.domain.unit import Unit

ARM_REQUESTS, ARM_EVALUATED = "model_arm_requests", "model_arm_evaluated"
ARM_CONVERSIONS, ARM_LATENCY = "model_arm_conversions", "model_arm_latency"


def _measure(key: str, metric: str, *more: str) -> Measure:
    by = ("arm", "version", *more)
    labels = ", ".join(("script_name", *by))
    query = f'sum by ({labels}) (increase({metric}{{script_name=~"$workers"}}[1d]))'
    return Measure(key, MeasureGroup.WORK, Unit.COUNT, query, by=by)


ARM_MEASURES = (
    _measure(ARM_REQUESTS, "edge_model_requests_total"),
    _measure(ARM_EVALUATED, "edge_model_evaluated_total", "correct"),
    _measure(ARM_CONVERSIONS, "edge_model_conversions_total"),
    _measure(ARM_LATENCY, "edge_model_latency_seconds_bucket", "le"),
)
"""``arm`` is experimental, control or current; ``correct`` true or false; ``le`` the upper bound in seconds."""
