"""ResourceQuotas."""

import msgspec

from connectors.kubernetes.rows.container import Quantities
from connectors.kubernetes.rows.expression import expression_text
from connectors.kubernetes.rows.meta import Meta, ref_of
from console.domain.resource import ResourceKind
from console.domain.route import Quota


class QuotaPart(msgspec.Struct):
    """The fields of a quota part that are read."""

    hard: Quantities | None = None
    used: Quantities | None = None


class ScopeRequirement(msgspec.Struct, rename="camel"):
    """The fields of a scope selector's expression that are read."""

    scope_name: str = ""
    operator: str = ""
    values: list[str] | None = None


class ScopeSelector(msgspec.Struct, rename="camel"):
    """The fields of a scope selector that are read."""

    match_expressions: list[ScopeRequirement] | None = None


class QuotaSpec(QuotaPart, rename="camel"):
    """The fields of a quota spec that are read."""

    scopes: list[str] | None = None
    scope_selector: ScopeSelector | None = None


class QuotaWire(msgspec.Struct):
    """The fields of a quota that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    spec: QuotaSpec = msgspec.field(default_factory=QuotaSpec)
    status: QuotaPart = msgspec.field(default_factory=QuotaPart)


def quota_row(wire: QuotaWire, kind: ResourceKind, connection: str) -> Quota:
    """Return (resource, hard, used); ``used`` is empty until the controller has counted."""
    used = wire.status.used or {}
    items = tuple((name, str(hard), str(used.get(name, ""))) for name, hard in (wire.spec.hard or {}).items())
    return Quota(ref_of(wire.metadata, kind, connection), items, _scopes(wire.spec))


def _scopes(spec: QuotaSpec) -> tuple[str, ...]:
    wanted = (spec.scope_selector.match_expressions if spec.scope_selector is not None else None) or ()
    return (*(spec.scopes or ()), *(expression_text(one.scope_name, one.operator, one.values) for one in wanted))
