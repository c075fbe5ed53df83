"""ConfigMaps that hold settings."""

import msgspec

from connectors.kubernetes.rows.meta import Meta, pairs, ref_of
from console.domain.resource import ResourceKind
from console.domain.route import Setting

LABEL = "cell-console.io/setting"


class ConfigMapWire(msgspec.Struct):
    """The fields of a config map that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    data: dict[str, str] | None = None


def setting_row(wire: ConfigMapWire, kind: ResourceKind, connection: str) -> Setting:
    """Return the entries of a ConfigMap."""
    return Setting(ref_of(wire.metadata, kind, connection), pairs(wire.data), pairs(wire.metadata.labels))
