"""A heading of a document."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1 begins a chapter (a new page, a new sheet), 2 a section, 3 a part of one."""

    text: str
    level: int = 1
