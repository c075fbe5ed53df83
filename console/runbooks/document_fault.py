"""What is wrong in a runbook: where, and one sentence."""

from __future__ import annotations

from typing import NamedTuple


class DocumentFault(NamedTuple):
    """``line`` counts from 1. An error keeps the runbook from running; anything else is advice."""

    line: int
    text: str
    is_error: bool = True


class StepFault(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """A step that cannot be understood; ``line`` counts from the first line of its block, 0 is the fence itself."""

    def __init__(self, text: str, line: int = 0) -> None:
        super().__init__(text)
        self.text, self.line = text, line
