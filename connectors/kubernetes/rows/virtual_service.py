"""Istio VirtualServices."""

import msgspec

from connectors.common.whole import Whole
from connectors.kubernetes.rows.agreed_weights import agreed_weights
from connectors.kubernetes.rows.meta import Meta, ref_of
from console.domain.resource import ResourceKind
from console.domain.route import Destination, Route, RouteRule

_ALL = 100  # Istio: a lone destination without a weight takes everything


class Target(msgspec.Struct, gc=False):
    """The fields of a target that are read."""

    host: str = ""
    subset: str = ""


class Weighted(msgspec.Struct):
    """The fields of a weighted that are read."""

    destination: Target = msgspec.field(default_factory=Target)
    weight: Whole | None = None


class HttpRule(msgspec.Struct):
    """The fields of an HTTP rule that are read."""

    name: str = ""
    route: list[Weighted] | None = None


class VirtualServiceSpec(msgspec.Struct):
    """The fields of a virtual service spec that are read."""

    hosts: list[str] | None = None
    http: list[HttpRule] | None = None
    tcp: list[HttpRule] | None = None
    tls: list[HttpRule] | None = None


class VirtualServiceWire(msgspec.Struct):
    """The fields of a virtual service that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    spec: VirtualServiceSpec = msgspec.field(default_factory=VirtualServiceSpec)


def virtual_service_row(wire: VirtualServiceWire, kind: ResourceKind, connection: str) -> Route:
    """Return hosts and weighted destinations of all rules."""
    spec = wire.spec
    rules = tuple(
        RouteRule(f"/spec/{protocol}/{number}", rule.name, _destinations(rule))
        for protocol, found in (("http", spec.http), ("tls", spec.tls), ("tcp", spec.tcp))
        for number, rule in enumerate(found or ())
    )
    return Route(
        ref_of(wire.metadata, kind, connection),
        tuple(spec.hosts or ()),
        tuple(one for rule in rules for one in rule.destinations),
        agreed_weights(wire.metadata.annotations),
        rules,
    )


def _destinations(rule: HttpRule) -> tuple[Destination, ...]:
    return tuple(
        Destination(one.destination.host, _weight(one, rule), one.destination.subset) for one in rule.route or ()
    )


def _weight(one: Weighted, rule: HttpRule) -> int:
    if one.weight is not None:
        return one.weight
    return _ALL if len(rule.route or ()) == 1 else 0
