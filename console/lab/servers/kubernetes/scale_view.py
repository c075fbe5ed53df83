"""The scale of an object: a small view on its replicas, wherever the kind keeps them."""

from typing import Any

from console.lab.servers.kubernetes.label_selector import selector_text
from console.lab.servers.kubernetes.resource_kind import ScalePaths
from console.lab.servers.kubernetes.stored_object import JsonObject


def scale_of(paths: ScalePaths, content: JsonObject) -> JsonObject:
    """The `autoscaling/v1` Scale of an object."""
    metadata = content["metadata"]
    kept = ("name", "namespace", "uid", "resourceVersion", "creationTimestamp")
    selector = _at(content, paths.selector)
    status: JsonObject = {"replicas": _at(content, paths.status) or 0}
    text = selector_text(selector) if isinstance(selector, dict) else selector
    if text:
        status["selector"] = text
    return {
        "kind": "Scale",
        "apiVersion": "autoscaling/v1",
        "metadata": {name: metadata[name] for name in kept if name in metadata},
        "spec": {"replicas": _at(content, paths.spec) or 0},
        "status": status,
    }


def with_replicas(paths: ScalePaths, content: JsonObject, replicas: int) -> JsonObject:
    """A copy of the object with other replicas; unchanged parts are shared."""
    changed = dict(content)
    node = changed
    *parents, last = paths.spec.split(".")
    for name in parents:
        node[name] = dict(node.get(name) or {})
        node = node[name]
    node[last] = replicas
    return changed


def _at(content: JsonObject, path: str) -> Any:
    value: Any = content
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value
