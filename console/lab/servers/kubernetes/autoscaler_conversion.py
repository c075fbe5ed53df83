"""Autoscalers in `autoscaling/v1`: what it has no field for stands in annotations; `autoscaling/v2` is stored."""

from typing import Any

from console.lab.servers.kubernetes.autoscaler_metric import current_to_v1, metric_from_v1, metric_to_v1
from console.lab.servers.kubernetes.json_text import json_list, json_object, json_text

JsonObject = dict[str, Any]
_PREFIX = "autoscaling.alpha.kubernetes.io/"
METRICS, BEHAVIOR = f"{_PREFIX}metrics", f"{_PREFIX}behavior"
CONDITIONS, CURRENT = f"{_PREFIX}conditions", f"{_PREFIX}current-metrics"
_CPU_SPEC, _CPU_STATUS = "targetCPUUtilizationPercentage", "currentCPUUtilizationPercentage"


def to_v1(content: JsonObject) -> JsonObject:
    """The stored autoscaler as `autoscaling/v1` tells it."""
    spec, status = dict(content.get("spec") or {}), dict(content.get("status") or {})
    metrics, current = spec.pop("metrics", None) or [], status.pop("currentMetrics", None) or []
    behavior, conditions = spec.pop("behavior", None), status.pop("conditions", None)
    cpu = next((one for one in metrics if _cpu_target(one) is not None), None)
    if cpu is not None:
        spec[_CPU_SPEC] = _cpu_target(cpu)
    used = [(one.get("resource") or {}).get("current") or {} for one in current if _is_cpu(one)]
    if used and used[0].get("averageUtilization") is not None:
        status[_CPU_STATUS] = used[0]["averageUtilization"]
    notes = {
        METRICS: [metric_to_v1(one) for one in metrics if one is not cpu],
        BEHAVIOR: behavior,
        CONDITIONS: conditions,
        CURRENT: [current_to_v1(one) for one in current],
    }
    metadata = dict(content.get("metadata") or {})
    told = {name: json_text(value) for name, value in notes.items() if value}
    if told:
        metadata["annotations"] = {**(metadata.get("annotations") or {}), **told}
    return {**content, "apiVersion": "autoscaling/v1", "metadata": metadata, "spec": spec, "status": status}


def from_v1(content: JsonObject) -> JsonObject:
    """An autoscaler of `autoscaling/v1` as it is stored."""
    spec, status = dict(content.get("spec") or {}), dict(content.get("status") or {})
    metadata = dict(content.get("metadata") or {})
    notes = dict(metadata.get("annotations") or {})
    metrics = [metric_from_v1(one) for one in json_list(notes.pop(METRICS, None))]
    percent = spec.pop(_CPU_SPEC, None)
    if percent is not None:
        target = {"type": "Utilization", "averageUtilization": percent}
        metrics.insert(0, {"type": "Resource", "resource": {"name": "cpu", "target": target}})
    if metrics:
        spec["metrics"] = metrics
    behavior, conditions = json_object(notes.pop(BEHAVIOR, None)), json_list(notes.pop(CONDITIONS, None))
    if behavior:
        spec["behavior"] = behavior
    notes.pop(CURRENT, None)
    status.pop(_CPU_STATUS, None)
    if conditions:
        status["conditions"] = conditions
    metadata.pop("annotations", None)
    if notes:
        metadata["annotations"] = notes
    return {**content, "apiVersion": "autoscaling/v2", "metadata": metadata, "spec": spec, "status": status}


def _is_cpu(metric: JsonObject) -> bool:
    return metric.get("type") == "Resource" and (metric.get("resource") or {}).get("name") == "cpu"


def _cpu_target(metric: JsonObject) -> int | None:
    """The utilization that v1 has a field for; a CPU metric of another kind is an annotation like any other."""
    target = (metric.get("resource") or {}).get("target") or {}
    percent: int | None = target.get("averageUtilization") if _is_cpu(metric) else None
    return percent
