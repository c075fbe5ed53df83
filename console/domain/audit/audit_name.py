"""The eight audits of a repository (spec/audits.md §2)."""

from enum import StrEnum


class AuditName(StrEnum):
    """The eight audits, in the order in which they are shown."""

    INTEGRITY = "integrity"
    TDD = "tdd"
    FLOW = "flow"
    SAGES = "sages"
    GIT = "git"
    SERVANT = "servant"
    STRICT = "strict"
    PREDICTIVE = "predictive"
