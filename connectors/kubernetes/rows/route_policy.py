"""Retries and timeouts of Istio VirtualServices (L5.4)."""

from typing import Any

import msgspec

from connectors.kubernetes.rows.meta import Meta, ref_of
from connectors.kubernetes.rows.policy_setting import settings_of
from console.domain.resource import ResourceKind
from console.domain.traffic_policy import Mechanism, PolicySetting, TrafficPolicy


class PolicyRule(msgspec.Struct):
    """The fields of an HTTP rule that are read."""

    name: str = ""
    retries: dict[str, Any] | None = None
    timeout: str | None = None


class RoutePolicySpec(msgspec.Struct):
    """The fields of a virtual service spec that are read."""

    hosts: list[str] | None = None
    http: list[PolicyRule] | None = None


class RoutePolicyWire(msgspec.Struct):
    """The fields of a virtual service that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    spec: RoutePolicySpec = msgspec.field(default_factory=RoutePolicySpec)


def route_policy_row(wire: RoutePolicyWire, kind: ResourceKind, connection: str) -> TrafficPolicy:
    """Return retries and timeouts rule by rule; a rule without a name goes by its number."""
    found: list[PolicySetting] = []
    for number, rule in enumerate(wire.spec.http or ()):
        scope = rule.name or str(number)
        found += settings_of(Mechanism.RETRY, rule.retries, scope)
        if rule.timeout:
            found.append(PolicySetting(Mechanism.TIMEOUT, "timeout", rule.timeout, scope))
    target = ", ".join(wire.spec.hosts or ())
    return TrafficPolicy(ref_of(wire.metadata, kind, connection), target, tuple(found))
