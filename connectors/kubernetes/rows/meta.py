"""What all objects share: metadata, conditions, times."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from connectors.common.whole import Whole
from console.domain.resource import Condition, ResourceKind, ResourceRef

_LONG_ANNOTATION = 2048
_TOO_LARGE = 2**63
_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


class Owner(msgspec.Struct, gc=False):
    """The fields of an owner that are read."""

    kind: str = ""
    name: str = ""
    controller: bool = False


class Meta(msgspec.Struct, rename="camel", gc=False):
    """The fields of a meta that are read."""

    name: str = ""
    namespace: str = ""
    uid: str = ""
    resource_version: str = ""
    generation: Whole = 0
    creation_timestamp: str | None = None
    deletion_timestamp: str | None = None
    labels: dict[str, str] | None = None
    annotations: dict[str, str] | None = None
    owner_references: list[Owner] | None = None


class ConditionWire(msgspec.Struct, rename="camel", gc=False):
    """The fields of a condition that are read."""

    type: str = ""
    status: str = "Unknown"
    reason: str | None = None
    message: str | None = None
    last_transition_time: str | None = None
    last_update_time: str | None = None


class Named(msgspec.Struct):
    """An object of which only the identity is needed."""

    metadata: Meta = msgspec.field(default_factory=Meta)


Pairs = tuple[tuple[str, str], ...]


def ref_of(meta: Meta, kind: ResourceKind, connection: str) -> ResourceRef:
    """Return the identity of an object of a kind."""
    return ResourceRef(connection, kind.kind, meta.namespace, meta.name, kind.group)


def pairs(mapping: dict[str, str] | None) -> Pairs:
    """Return labels as pairs."""
    return tuple(mapping.items()) if mapping else ()


def short_annotations(mapping: dict[str, str] | None) -> Pairs:
    """Return annotations without those that are documents of their own."""
    if not mapping:
        return ()
    return tuple((key, text) for key, text in mapping.items() if key != _APPLIED and len(text) <= _LONG_ANNOTATION)


def owner_of(meta: Meta) -> str:
    """Return the controlling owner as ``Kind/name``, empty when there is none."""
    for owner in meta.owner_references or ():
        if owner.controller:
            return f"{owner.kind}/{owner.name}"
    return ""


def at_s(text: str | None) -> float | None:
    """Return an RFC 3339 time in unix seconds, ``None`` when there is none or when it is not readable."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def conditions(wires: list[ConditionWire] | None) -> tuple[Condition, ...]:
    """Return status conditions in the API's order."""
    return tuple(
        Condition(one.type, one.status, one.reason or "", one.message or "", at_s(one.last_transition_time))
        for one in wires or ()
    )


def whole(number: Any) -> int:
    """Return an integer that some APIs write as text; 0 when it is neither."""
    try:
        found = int(number)
    except (TypeError, ValueError, OverflowError):
        return 0
    return found if abs(found) < _TOO_LARGE else 0
