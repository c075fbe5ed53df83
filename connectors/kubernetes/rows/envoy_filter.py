"""Istio EnvoyFilters: adaptive concurrency and what else is patched into the proxies (L5.4)."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from connectors.kubernetes.rows.meta import Meta, ref_of
from connectors.kubernetes.rows.policy_setting import settings_of
from console.domain.resource import ResourceKind
from console.domain.traffic_policy import Mechanism, PolicySetting, TrafficPolicy

_MECHANISMS = (
    ("adaptive_concurrency", Mechanism.CONCURRENCY),
    ("admission_control", Mechanism.CONCURRENCY),
    ("retry_policy", Mechanism.RETRY),
    ("outlier_detection", Mechanism.OUTLIER),
    ("circuit_breakers", Mechanism.BULKHEAD),
)
_TYPE, _URL = "@type", "type_url"
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_MOST_DEPTH = 6


class Patch(msgspec.Struct):
    """The fields of a patch that are read."""

    value: dict[str, Any] | None = None


class ConfigPatch(msgspec.Struct, rename="camel"):
    """The fields of a configuration patch that are read."""

    apply_to: str = ""
    match: dict[str, Any] | None = None
    patch: Patch | None = None


class WorkloadSelector(msgspec.Struct):
    """The fields of a workload selector that are read."""

    labels: dict[str, str] | None = None


class TargetRef(msgspec.Struct):
    """The fields of a reference to a gateway or service that are read."""

    kind: str = ""
    name: str = ""


class EnvoyFilterSpec(msgspec.Struct, rename="camel"):
    """The fields of an Envoy filter spec that are read."""

    workload_selector: WorkloadSelector | None = None
    target_refs: list[TargetRef] | None = None
    config_patches: list[ConfigPatch] | None = None


class EnvoyFilterWire(msgspec.Struct):
    """The fields of an Envoy filter that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    spec: EnvoyFilterSpec = msgspec.field(default_factory=EnvoyFilterSpec)


def envoy_filter_row(wire: EnvoyFilterWire, kind: ResourceKind, connection: str) -> TrafficPolicy:
    """Return the settings of the filters whose purpose is known; other patches say nothing about resilience."""
    found = [setting for one in wire.spec.config_patches or () for setting in _settings(one)]
    selector = wire.spec.workload_selector
    labels = (selector.labels if selector is not None else None) or {}
    named = [f"{one.kind}/{one.name}" for one in wire.spec.target_refs or ()]
    target = ",".join((*(f"{name}={value}" for name, value in labels.items()), *named))
    return TrafficPolicy(ref_of(wire.metadata, kind, connection), target, tuple(found))


def _settings(patch: ConfigPatch) -> Iterator[PolicySetting]:
    value = (patch.patch.value if patch.patch is not None else None) or {}
    name = str(value.get("name", ""))
    config = value.get("typed_config", value.get("typedConfig"))
    kind = f"{name} {config.get(_URL, config.get(_TYPE, ''))}" if isinstance(config, dict) else name
    if isinstance(config, dict) and isinstance(config.get("value"), dict) and _URL in config:
        config = config["value"]  # a TypedStruct: what it stands for lies within
    mechanism = _mechanism(kind)
    if mechanism is None:
        yield from _inside(value, "", name or _place(patch.match or {}))
        return
    shown = config if isinstance(config, dict) else value
    yield from settings_of(mechanism, {key: one for key, one in shown.items() if key not in {_TYPE, "name"}}, name)


def _place(match: dict[str, Any]) -> str:
    """Return the cluster or virtual host that a patch is for; empty for all of them."""
    routes = match.get("routeConfiguration")
    place = match.get("cluster", routes.get("vhost") if isinstance(routes, dict) else None)
    if not isinstance(place, dict):
        return ""
    name, subset, port = place.get("name") or place.get("service"), place.get("subset"), place.get("portNumber")
    return "".join((str(name or ""), f"/{subset}" if subset else "", f":{port}" if port else ""))


def _inside(value: dict[str, Any], path: str, scope: str) -> Iterator[PolicySetting]:
    """Yield what stands under known names, however deep: of clusters and routes several may be patched at once."""
    for key, one in value.items():
        mechanism, place = _mechanism(key), f"{path}{key}"
        if mechanism is not None:
            yield from settings_of(mechanism, {place: one}, scope)
        elif isinstance(one, dict) and place.count(".") < _MOST_DEPTH:
            yield from _inside(one, f"{place}.", scope)


def _mechanism(words: str) -> Mechanism | None:
    """Return what a name speaks of; Envoy takes ``retry_policy`` and ``retryPolicy`` for the same."""
    plain = _HUMP.sub("_", words).lower()
    return next((one for word, one in _MECHANISMS if word in plain), None)
