"""A sentence that must not be overlooked."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How a callout is meant; ``MISSING``: there is no data, and why."""

    NOTE = "note"
    GOOD = "good"
    WARNING = "warning"
    CRITICAL = "critical"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Callout:
    """Plain text in a box of its tone."""

    text: str
    tone: Tone = Tone.NOTE
    title: str = ""
