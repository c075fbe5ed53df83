"""What came of carrying a step out."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from console.domain.runbooks.question import Question


class StepEnd(StrEnum):
    """``ASKS``: a person must answer first. ``UNREACHABLE``: its system could not be reached, nothing is known."""

    PASSED = "passed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ASKS = "asks"
    UNREACHABLE = "unreachable"


class StepResult(msgspec.Struct, frozen=True):
    """``sentence`` says what was found or done; ``go`` is where a decision leads (``Choice.go``).

    ``lines`` of output were written, ``dropped`` of them are kept nowhere, ``tail`` are the last ones.
    """

    end: StepEnd
    sentence: str = ""
    exit_code: int | None = None
    go: str = "next"
    question: Question | None = None
    lines: int = 0
    dropped: int = 0
    tail: str = ""
    exported: tuple[str, ...] = ()
