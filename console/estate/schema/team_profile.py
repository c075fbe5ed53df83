"""Own team profiles of the audits (G1.7): how strict, on what, how loud, and what may be published."""

from enum import StrEnum

from pydantic import Field

from console.domain.audit.audit_name import AuditName
from console.estate.schema.base import EstateModel, Key


class ShippedProfile(StrEnum):
    """The profiles that need no entry."""

    STARTUP = "startup"
    ENTERPRISE = "enterprise"
    OPEN_SOURCE = "open-source"


class Notifies(StrEnum):
    """From which findings on a team is told: every high one, a failed audit, or only what is critical."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class TeamProfile(EstateModel):
    """A profile of your own; what it does not state is that of ``based_on``."""

    key: Key
    title: str = ""
    based_on: ShippedProfile = ShippedProfile.OPEN_SOURCE
    strictness: float | None = Field(
        default=None, ge=0, le=1, description="The pass line in hundredths; moves the thresholds of the rules."
    )
    focus: tuple[AuditName, ...] | None = Field(default=None, description="These audits count twice in the health.")
    corrects: bool | None = Field(default=None, description="Safe corrections are prepared, as patches.")
    notifies: Notifies | None = None
    public: bool | None = Field(default=None, description="A badge and a dashboard may be published.")
    complies: bool | None = Field(
        default=None,
        description="Unknown rules want an explanation, nothing is learned, open critical findings want two people.",
    )
    feedback: bool | None = Field(default=None, description="The dashboard says where outsiders report mistakes.")
    hides_low: bool | None = Field(default=None, description="Findings of low severity are not shown.")
