"""What became of a delivery."""

from enum import StrEnum


class Verdict(StrEnum):
    """``GENUINE`` is accepted; the others say why not."""

    GENUINE = "genuine"
    UNSIGNED = "unsigned"
    FORGED = "forged"
    STALE = "stale"
    REPLAYED = "replayed"
    UNREADABLE = "unreadable"
