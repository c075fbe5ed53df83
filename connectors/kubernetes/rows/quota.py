"""ResourceQuotas."""

import msgspec

from connectors.kubernetes.rows.container import Quantities
from connectors.kubernetes.rows.meta import Meta, ref_of
from console.domain.resource import ResourceKind
from console.domain.route import Quota


class QuotaPart(msgspec.Struct):
    """The fields of a quota part that are read."""

    hard: Quantities | None = None
    used: Quantities | None = None


class QuotaWire(msgspec.Struct):
    """The fields of a quota that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    spec: QuotaPart = msgspec.field(default_factory=QuotaPart)
    status: QuotaPart = msgspec.field(default_factory=QuotaPart)


def quota_row(wire: QuotaWire, kind: ResourceKind, connection: str) -> Quota:
    """Return (resource, hard, used); ``used`` is empty until the controller has counted."""
    used = wire.status.used or {}
    items = tuple((name, str(hard), str(used.get(name, ""))) for name, hard in (wire.spec.hard or {}).items())
    return Quota(ref_of(wire.metadata, kind, connection), items)
