"""What to change so that a cell can carry what it will have to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.operation import Operation


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """``now`` and ``wanted`` are texts, ``why`` the arithmetic; ``operation`` is the change to propose.

    Without an operation it is for people, or nothing needs to change (not ``is_needed``). ``queries`` are the evidence.
    """

    key: str
    cell: str
    title: str
    now: str
    wanted: str
    why: str
    is_needed: bool
    operation: Operation | None
    queries: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """Return the queries as one text."""
        return "\n".join(self.queries)
