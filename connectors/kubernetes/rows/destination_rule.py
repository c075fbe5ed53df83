"""Istio DestinationRules: bulkheads, outlier detection, load balancing and retries of a service (L5.4)."""

from typing import Any

import msgspec

from connectors.kubernetes.rows.meta import Meta, ref_of
from connectors.kubernetes.rows.policy_setting import settings_of
from console.domain.resource import ResourceKind
from console.domain.traffic_policy import Mechanism, PolicySetting, TrafficPolicy


class PortNumber(msgspec.Struct):
    """The fields of a port selector that are read."""

    number: int = 0


class Policy(msgspec.Struct, rename="camel"):
    """The fields of a traffic policy that are read."""

    connection_pool: dict[str, Any] | None = None
    outlier_detection: dict[str, Any] | None = None
    load_balancer: dict[str, Any] | None = None
    retry_budget: dict[str, Any] | None = None
    port: PortNumber | None = None
    port_level_settings: list["Policy"] | None = None


class Subset(msgspec.Struct, rename="camel"):
    """The fields of a subset that are read."""

    name: str = ""
    traffic_policy: Policy | None = None


class DestinationRuleSpec(msgspec.Struct, rename="camel"):
    """The fields of a destination rule spec that are read."""

    host: str = ""
    traffic_policy: Policy | None = None
    subsets: list[Subset] | None = None


class DestinationRuleWire(msgspec.Struct):
    """The fields of a destination rule that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    spec: DestinationRuleSpec = msgspec.field(default_factory=DestinationRuleSpec)


def destination_rule_row(wire: DestinationRuleWire, kind: ResourceKind, connection: str) -> TrafficPolicy:
    """Return the settings for the whole host, its ports and its subsets."""
    spec = wire.spec
    found = list(_settings(spec.traffic_policy, ""))
    for subset in spec.subsets or ():
        found += _settings(subset.traffic_policy, subset.name)
    return TrafficPolicy(ref_of(wire.metadata, kind, connection), spec.host, tuple(found))


def _settings(policy: Policy | None, scope: str) -> tuple[PolicySetting, ...]:
    if policy is None:
        return ()
    found = [
        *settings_of(Mechanism.BULKHEAD, policy.connection_pool, scope),
        *settings_of(Mechanism.OUTLIER, policy.outlier_detection, scope),
        *settings_of(Mechanism.BALANCING, policy.load_balancer, scope),
        *settings_of(Mechanism.RETRY, {"retryBudget": policy.retry_budget}, scope),
    ]
    for each in policy.port_level_settings or ():
        port = f":{each.port.number}" if each.port is not None else ""
        found += _settings(msgspec.structs.replace(each, port_level_settings=None), f"{scope}{port}")
    return tuple(found)
