"""Team profiles (G1.7): how strict, on what, and how loud."""

from msgspec import Struct

from console.domain.audit.audit_name import AuditName


class AuditProfile(Struct, frozen=True):
    """``strictness`` from 0 to 1; the audits of ``focus`` count twice in the health.

    ``corrects``: safe corrections are prepared by themselves (as patches, never written silently). ``notifies`` is
    "high", "normal" or "low". ``public``: a dashboard and a badge may be published; with ``feedback`` it says where
    outsiders report mistakes. ``complies``: nothing is learned, open critical findings are dismissed by two people,
    what could not be measured wants an explanation, and an evidence pack is kept. ``hides_low``: findings of low
    severity are not shown.
    """

    key: str
    strictness: float
    focus: tuple[AuditName, ...] = ()
    corrects: bool = False
    notifies: str = "normal"
    public: bool = False
    complies: bool = False
    feedback: bool = False
    hides_low: bool = False


STARTUP = AuditProfile("startup", 0.7, (AuditName.TDD, AuditName.FLOW), corrects=True, notifies="high", hides_low=True)
ENTERPRISE = AuditProfile(
    "enterprise",
    0.95,
    (AuditName.INTEGRITY, AuditName.SERVANT, AuditName.STRICT),
    notifies="low",
    complies=True,
)
OPEN_SOURCE = AuditProfile(
    "open-source", 0.85, (AuditName.GIT, AuditName.SAGES), corrects=True, public=True, feedback=True
)
PROFILES = {one.key: one for one in (STARTUP, ENTERPRISE, OPEN_SOURCE)}


def threshold(usual: float, strictness: float, *, fewer_is_stricter: bool = True) -> float:
    """Return a rule's threshold at a strictness: the usual one at 0.85, moved by as much as strictness differs.

    One documented rule for all: usual · (1 ∓ (strictness - 0.85)), so that 0.95 is 10 % stricter and 0.7 is 15 % laxer.
    """
    shift = strictness - OPEN_SOURCE.strictness
    return usual * (1.0 - shift) if fewer_is_stricter else usual * (1.0 + shift)
