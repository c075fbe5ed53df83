"""Kinds whose served versions differ by more than their name."""

from collections.abc import Callable
from typing import Any

from console.lab.servers.kubernetes.autoscaler_conversion import from_v1, to_v1
from console.lab.servers.kubernetes.resource_kind import ResourceKind
from console.lab.servers.kubernetes.schema_catalog import shape_of
from console.lab.servers.kubernetes.schema_shape import Shape

JsonObject = dict[str, Any]
Convert = Callable[[JsonObject], JsonObject]
_TO: dict[tuple[str, str], Convert] = {("horizontalpodautoscalers.autoscaling", "autoscaling/v1"): to_v1}
_FROM: dict[tuple[str, str], Convert] = {("horizontalpodautoscalers.autoscaling", "autoscaling/v1"): from_v1}
_SHAPES = {("horizontalpodautoscalers.autoscaling", "autoscaling/v1"): "HorizontalPodAutoscalerV1"}


def is_converted(kind: ResourceKind, api_version: str) -> bool:
    """Whether objects in this version are other than those that are stored."""
    return (kind.key, api_version) in _TO


def as_served(kind: ResourceKind, content: JsonObject, api_version: str) -> JsonObject:
    """A stored object in the version asked for."""
    convert = _TO.get((kind.key, api_version))
    return convert(content) if convert else content


def as_stored(kind: ResourceKind, content: JsonObject, api_version: str) -> JsonObject:
    """An object of a served version as it is stored."""
    convert = _FROM.get((kind.key, api_version))
    return convert(content) if convert else content


def served_shape(kind: ResourceKind, api_version: str) -> Shape:
    """The shape of a kind in a served version."""
    return shape_of(_SHAPES.get((kind.key, api_version), kind.schema))
