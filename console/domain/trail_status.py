"""How the trail stands: how long it is, and whether it is signed for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrailStatus:
    """``signed`` of ``size`` records are signed for; ``unsigned_why`` says why the newest are not.

    ``trouble`` is a sentence on what cannot be written (the trail itself, or its second copy); empty: nothing.
    """

    size: int = 0
    signed: int = 0
    unsigned_why: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class TrailGrown:
    """The trail was written to, or could not be."""

    status: TrailStatus

    @property
    def coalesce_key(self) -> str:
        return "trail"
