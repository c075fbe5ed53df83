"""The sections of a runbook, in the order in which they run."""

from enum import StrEnum


class Section(StrEnum):
    """``RECOVERY`` runs only when somebody chooses it after something has failed."""

    PREMISE = "premise"
    STEPS = "steps"
    VERIFICATION = "verification"
    RECOVERY = "recovery"
