"""What people decided about findings: the record that dismissals and preferences are made of."""

from enum import StrEnum

from msgspec import Struct

from console.domain.audit.rule_severity import RuleSeverity

DAY_S = 86400.0
USUAL_DAYS = 90
MOST_DAYS = 365


class DecisionKind(StrEnum):
    """``ACCEPTED``: somebody mended it, or means to. ``FORGOTTEN``: what was learned of a rule counts no more."""

    DISMISSED = "dismissed"
    ACCEPTED = "accepted"
    RESTORED = "restored"
    FORGOTTEN = "forgotten"


class AuditDecision(Struct, frozen=True):
    """Times are unix seconds. ``fingerprint`` is the finding's, or ``unknown`` for a rule that could not be measured.

    ``place`` and ``evidence`` are what the finding said, untrusted text, so that it can be told when it is gone.
    ``complies``: it was made under a profile in compliance mode. ``until_s`` is the end of a dismissal.
    """

    kind: DecisionKind
    at_s: float
    person: str
    team: str
    rule: str
    severity: RuleSeverity
    project: str = ""
    fingerprint: str = ""
    reason: str = ""
    until_s: float = 0.0
    place: str = ""
    evidence: str = ""
    complies: bool = False


UNKNOWN = "unknown"
