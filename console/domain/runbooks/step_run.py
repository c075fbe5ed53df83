"""One step of a run: how far it is, and what came of it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from console.domain.runbooks.question import Question


class StepState(StrEnum):
    """``PASSED_OVER``: a decision led past it. ``UNKNOWN``: it was running when its console ended."""

    PENDING = "pending"
    RUNNING = "running"
    ASKED = "asked"
    PASSED = "passed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"
    DEFERRED = "deferred"
    PASSED_OVER = "passed-over"
    UNKNOWN = "unknown"


class Consent(msgspec.Struct, frozen=True):
    """Somebody who agreed (unix seconds), with the signed file that says so, or under the name that they typed."""

    actor: str
    at_s: float
    signature: str = ""


class Attempt(msgspec.Struct, frozen=True):
    """One try of a step (unix seconds) and what came of it; ``lines`` of output were written, ``dropped`` not kept."""

    begun_s: float
    ended_s: float
    state: StepState
    actor: str = ""
    sentence: str = ""
    exit_code: int | None = None
    lines: int = 0
    dropped: int = 0
    tail: str = ""


class StepRun(msgspec.Struct, frozen=True):
    """``attempts`` are what was tried, the newest last (the oldest are dropped); ``attempt`` counts all of them.

    ``note`` is what a person said (why it was skipped), ``choice`` what they chose, ``picture`` a file of the run's
    folder. ``pending`` is the change that is being made, ``changes`` are those that were made and verified.
    ``exported`` are the names of variables that the step's script left for later ones. ``title`` is for people.
    """

    name: str
    state: StepState = StepState.PENDING
    attempt: int = 0
    begun_s: float = 0.0
    attempts: tuple[Attempt, ...] = ()
    actor: str = ""
    note: str = ""
    choice: str = ""
    picture: str = ""
    question: Question | None = None
    consents: tuple[Consent, ...] = ()
    pending: str = ""
    changes: tuple[str, ...] = ()
    exported: tuple[str, ...] = ()
    title: str = ""

    @property
    def heading(self) -> str:
        """Return what people call it."""
        return self.title or self.name

    @property
    def known_changes(self) -> tuple[str, ...]:
        """Return the changes that it made, and behind them the one that it may have made."""
        return (*self.changes, self.pending) if self.pending else self.changes

    @property
    def last(self) -> Attempt | None:
        """Return the newest attempt that has ended; ``None`` before."""
        return self.attempts[-1] if self.attempts else None
