"""What one step of a plan would do, found out without writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from console.domain.change import Change


class StepPreview(NamedTuple):
    """``place`` is that of its task in the plan; ``change`` is ``None`` when it cannot be asked now: ``problem``."""

    place: int
    cell: str
    change: Change | None
    problem: str = ""
