"""Metrics of autoscalers in the words of `autoscaling/v1`, which keeps them as JSON in annotations."""

from typing import Any

JsonObject = dict[str, Any]
_SOURCES = {
    "Resource": "resource",
    "ContainerResource": "containerResource",
    "Pods": "pods",
    "Object": "object",
    "External": "external",
}
_VALUES = {
    "averageUtilization": "targetAverageUtilization",
    "averageValue": "targetAverageValue",
    "value": "targetValue",
}
_KINDS = {"averageUtilization": "Utilization", "averageValue": "AverageValue", "value": "Value"}
_PLAIN = ("name", "container")


def metric_to_v1(metric: JsonObject) -> JsonObject:
    """A metric of `spec.metrics` in its old form."""
    place = _SOURCES.get(str(metric.get("type")), "")
    source = metric.get(place) or {}
    told, named = _names_to_v1(source), source.get("metric") or {}
    if named.get("selector"):
        told[_selector(place)] = named["selector"]
    if source.get("describedObject"):
        told["target"] = source["describedObject"]
    target = source.get("target") or {}
    told |= {old: target[new] for new, old in _VALUES.items() if target.get(new) is not None}
    return {"type": metric.get("type"), place: told} if place else dict(metric)


def metric_from_v1(metric: JsonObject) -> JsonObject:
    """A metric in its old form as `spec.metrics` has it."""
    place = _SOURCES.get(str(metric.get("type")), "")
    told = metric.get(place) or {}
    source: JsonObject = {name: told[name] for name in _PLAIN if name in told}
    if told.get("metricName"):
        source["metric"] = {"name": told["metricName"]}
        if told.get(_selector(place)):
            source["metric"]["selector"] = told[_selector(place)]
    if told.get("target"):
        source["describedObject"] = told["target"]
    for new, old in _VALUES.items():
        if told.get(old) is not None:
            source["target"] = {"type": _KINDS[new], new: told[old]}
    return {"type": metric.get("type"), place: source} if place else dict(metric)


def current_to_v1(metric: JsonObject) -> JsonObject:
    """A metric of `status.currentMetrics` in its old form."""
    place = _SOURCES.get(str(metric.get("type")), "")
    source = metric.get(place) or {}
    told = _names_to_v1(source)
    current = source.get("current") or {}
    told |= {f"current{name[0].upper()}{name[1:]}": value for name, value in current.items() if value is not None}
    return {"type": metric.get("type"), place: told} if place else dict(metric)


def _names_to_v1(source: JsonObject) -> JsonObject:
    """The names of a metric, which stand beside its wanted and its current values alike."""
    told: JsonObject = {name: source[name] for name in _PLAIN if name in source}
    named = source.get("metric") or {}
    if named.get("name"):
        told["metricName"] = named["name"]
    return told


def _selector(place: str) -> str:
    return "metricSelector" if place == "external" else "selector"
