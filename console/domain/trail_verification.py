"""What checking the trail, and its second copy, came to."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from resources.trail.trail_check import Outcome


class Verdict(StrEnum):
    """What a trail is found to be. ``UNSIGNED``: its chain is whole, and nobody vouches for it."""

    EMPTY = "empty"
    VERIFIED = "verified"
    UNSIGNED = "unsigned"
    BROKEN = "broken"


class Verification(NamedTuple):
    """The outcome for the trail and, where there is one, for its second copy; ``at_s`` is when, in unix seconds."""

    trail: Outcome
    copy: Outcome | None
    at_s: float

    @property
    def verdict(self) -> Verdict:
        """Return the worst of it."""
        if self.trail.findings or (self.copy is not None and self.copy.findings):
            return Verdict.BROKEN
        if self.trail.size == 0:
            return Verdict.EMPTY
        return Verdict.VERIFIED if self.trail.signed else Verdict.UNSIGNED
