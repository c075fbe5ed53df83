"""Row of a Gatekeeper constraint: a rule of the cluster and what breaks it."""

from dataclasses import dataclass

from console.domain.resource import ResourceRef


@dataclass(frozen=True, slots=True)
class PolicyViolation:
    """An object that breaks a rule, in the policy's own words; ``action`` is what would be done about it."""

    kind: str
    namespace: str
    name: str
    message: str
    action: str


@dataclass(frozen=True, slots=True)
class PolicyConstraint:
    """A constraint of any kind; ``total`` counts all violations, of which Gatekeeper lists only the first ones.

    ``enforcement`` is deny, dryrun, warn or scoped; ``total`` and ``audited_at_s`` are ``None`` before the first audit.
    """

    ref: ResourceRef
    enforcement: str
    total: int | None
    violations: tuple[PolicyViolation, ...]
    audited_at_s: float | None
