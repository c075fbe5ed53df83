"""What is wrong with a FOCUS file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FocusProblem:
    """``reason`` is a sentence; it was met ``count`` times, first in ``line``. ``column`` is empty for whole lines.

    ``left_out`` tells whether the line could not be counted because of it.
    """

    line: int
    column: str
    reason: str
    left_out: bool = False
    count: int = 1
