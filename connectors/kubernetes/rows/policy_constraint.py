"""Gatekeeper constraints of any kind."""

import msgspec

from connectors.common.whole import Whole
from connectors.kubernetes.rows.meta import Meta, at_s, ref_of
from console.domain.policy_constraint import PolicyConstraint, PolicyViolation
from console.domain.resource import ResourceKind

GROUP = "constraints.gatekeeper.sh"
_DEFAULT_ENFORCEMENT = "deny"
_HARDEST = ("deny", "warn", "dryrun")
_MOST_WORDS = 500
_MOST_LISTED = 200


class Violation(msgspec.Struct, rename="camel"):
    """The fields of a violation that are read."""

    kind: str = ""
    namespace: str = ""
    name: str = ""
    message: str = ""
    enforcement_action: str = ""
    enforcement_actions: list[str] | None = None

    @property
    def action(self) -> str:
        """Return what is done about it; a scoped constraint lists that by place, of which the hardest counts."""
        listed = self.enforcement_actions or ()
        return next((one for one in _HARDEST if one in listed), self.enforcement_action)


class ConstraintSpec(msgspec.Struct, rename="camel"):
    """The fields of a constraint spec that are read; what it asks for differs by kind."""

    enforcement_action: str = _DEFAULT_ENFORCEMENT


class ConstraintStatus(msgspec.Struct, rename="camel"):
    """The fields of a constraint status that are read."""

    total_violations: Whole | None = None
    violations: list[Violation] | None = None
    audit_timestamp: str | None = None


class ConstraintWire(msgspec.Struct):
    """The fields of a constraint that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    spec: ConstraintSpec = msgspec.field(default_factory=ConstraintSpec)
    status: ConstraintStatus = msgspec.field(default_factory=ConstraintStatus)


def policy_constraint_row(wire: ConstraintWire, kind: ResourceKind, connection: str) -> PolicyConstraint:
    """Return the row of a constraint with the violations that the audit lists."""
    status = wire.status
    return PolicyConstraint(
        ref=ref_of(wire.metadata, kind, connection),
        enforcement=wire.spec.enforcement_action,
        total=status.total_violations,
        violations=tuple(
            PolicyViolation(one.kind, one.namespace, one.name, one.message[:_MOST_WORDS], one.action)
            for one in (status.violations or ())[:_MOST_LISTED]
        ),
        audited_at_s=at_s(status.audit_timestamp),
    )
