"""Health: how well something is, in words that also carry a colour and a shape."""

from enum import IntEnum


class Health(IntEnum):
    """Ordered from best to worst; ``UNKNOWN`` is its own state and never shown as a zero or as healthy."""

    OK = 0
    UNKNOWN = 1
    WARNING = 2
    CRITICAL = 3

    @staticmethod
    def worst(*several: "Health") -> "Health":
        """Return the worst of several; ``UNKNOWN`` when there is none."""
        return max(several, default=Health.UNKNOWN)
