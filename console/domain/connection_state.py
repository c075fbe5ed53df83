"""The states of a connection to an outside system."""

from enum import StrEnum


class ConnectionState(StrEnum):
    """What the header shows for a connection."""

    IDLE = "idle"
    CONNECTING = "connecting"
    LIVE = "live"
    FAILED = "failed"
