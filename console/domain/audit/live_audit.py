"""An audit that somebody asked for: where it is, since when, and how long it may still take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from console.domain.audit.audit_name import AuditName


class LiveState(StrEnum):
    """``WAITING``: nobody works on it yet. ``READING``: its repository is being fetched."""

    WAITING = "waiting"
    READING = "reading"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = frozenset({LiveState.DONE, LiveState.FAILED, LiveState.CANCELLED})


class LiveAudit(Struct, frozen=True):
    """``id`` is told at once; ``tasks`` are the ids of its results, known when its repository has been looked at.

    Moments are unix seconds. ``own_s`` is what it may take itself, ``estimate_s`` that and what was ahead of it when it
    was asked for, ``left_s`` what remains, all in seconds. ``share`` is from 0 to 1. ``trouble`` says why it failed, or
    what of it could not be done.
    """

    id: str
    project: str
    actor: str
    place: str
    asked_at_s: float
    own_s: float
    estimate_s: float = 0.0
    audits: tuple[AuditName, ...] = ()
    branch: str = ""
    priority: int = 0
    state: LiveState = LiveState.WAITING
    began_at_s: float | None = None
    ended_at_s: float | None = None
    share: float = 0.0
    left_s: float = 0.0
    tasks: tuple[str, ...] = ()
    health: float | None = None
    trouble: str = ""

    @property
    def is_over(self) -> bool:
        """Return whether nothing will happen to it any more."""
        return self.state in ENDED


def queued(live: Iterable[LiveAudit], at_once: Mapping[str, int]) -> tuple[LiveAudit, ...]:
    """Return audits in their order, those that wait with what remains until they are done.

    ``at_once`` is how many run side by side by place (0: as many as there are). Of each place the most urgent come
    first, then who asked first.
    """
    known = list(live)
    left = {one.id: one.left_s for one in known}
    for place, width in at_once.items():
        waiting = [one for one in known if one.place == place and one.state is LiveState.WAITING]
        ahead_s = sum(one.left_s for one in known if one.place == place and one.state in _AT_WORK)
        for one in sorted(waiting, key=lambda one: (-one.priority, one.asked_at_s)):
            ahead_s += one.own_s
            left[one.id] = ahead_s / max(1, width) if width else one.own_s
    return tuple(replace(one, left_s=left[one.id]) for one in known)


_AT_WORK = frozenset({LiveState.READING, LiveState.RUNNING})
UNKNOWN_S = 5.0
"""What is expected of the first audit of all, in seconds."""
