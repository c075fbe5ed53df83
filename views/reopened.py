"""The same estate, read anew: its file was written, or its lab came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.estate.schema.estate import Estate


def is_reopened(before: Estate | None, now: Estate | None) -> bool:
    """Return whether ``now`` is the estate that was open ``before``: then what somebody has typed for it stays."""
    if before is None or now is None:
        return False
    return (before.name, before.environment) == (now.name, now.environment)
