"""How bad something is, in the words of the estate file."""

from enum import StrEnum


class Severity(StrEnum):
    """How bad."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"
