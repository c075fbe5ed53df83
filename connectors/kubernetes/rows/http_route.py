"""Gateway API HTTPRoutes."""

from collections.abc import Iterator

import msgspec

from connectors.common.whole import Whole
from connectors.kubernetes.rows.agreed_weights import agreed_weights
from connectors.kubernetes.rows.backend_name import backend_names
from connectors.kubernetes.rows.meta import ConditionWire, Meta, conditions, ref_of
from console.domain.resource import ResourceKind
from console.domain.route import Destination, Route, RouteRule

_ASKED = frozenset({"Accepted", "ResolvedRefs"})


class Backend(msgspec.Struct, gc=False):
    """The fields of a backend that are read."""

    name: str = ""
    namespace: str | None = None
    weight: Whole | None = None


class Rule(msgspec.Struct, rename="camel"):
    """The fields of a rule that are read."""

    name: str = ""
    backend_refs: list[Backend] | None = None


class HttpRouteSpec(msgspec.Struct):
    """The fields of an HTTP route spec that are read."""

    hostnames: list[str] | None = None
    rules: list[Rule] | None = None


class ParentRef(msgspec.Struct):
    """The fields of a reference to a gateway that are read."""

    name: str = ""


class ParentStatus(msgspec.Struct, rename="camel"):
    """The fields of what a gateway says of the route that are read."""

    parent_ref: ParentRef = msgspec.field(default_factory=ParentRef)
    conditions: list[ConditionWire] | None = None


class HttpRouteStatus(msgspec.Struct):
    """The fields of an HTTP route status that are read."""

    parents: list[ParentStatus] | None = None


class HttpRouteWire(msgspec.Struct):
    """The fields of an HTTP route that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    spec: HttpRouteSpec = msgspec.field(default_factory=HttpRouteSpec)
    status: HttpRouteStatus = msgspec.field(default_factory=HttpRouteStatus)


def http_route_row(wire: HttpRouteWire, kind: ResourceKind, connection: str) -> Route:
    """Return host names and backends of all rules; a backend without a weight counts 1."""
    rules = tuple(
        RouteRule(f"/spec/rules/{number}", rule.name, _destinations(rule, wire.metadata.namespace))
        for number, rule in enumerate(wire.spec.rules or ())
    )
    return Route(
        ref_of(wire.metadata, kind, connection),
        tuple(wire.spec.hostnames or ()),
        tuple(one for rule in rules for one in rule.destinations),
        agreed_weights(wire.metadata.annotations),
        rules,
        tuple(_refusals(wire.status)),
    )


def _refusals(status: HttpRouteStatus) -> Iterator[str]:
    """Yield which gateway does not take the route, or does not find what it leads to, and why."""
    for parent in status.parents or ():
        for one in conditions(parent.conditions):
            if one.type in _ASKED and one.status == "False":
                yield f"{parent.parent_ref.name}: {one.type}=False {one.reason}: {one.message}".strip(": ")


def _destinations(rule: Rule, namespace: str) -> tuple[Destination, ...]:
    backends = rule.backend_refs or ()
    names = backend_names([(one.name, one.namespace or "") for one in backends], namespace)
    weights = (1 if one.weight is None else one.weight for one in backends)
    return tuple(Destination(name, weight) for name, weight in zip(names, weights, strict=True))
