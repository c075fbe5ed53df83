"""Whether the targets of a rollout are still as it left them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.change_preview import Truth
from console.domain.rollouts.rollout_way import expected

if TYPE_CHECKING:
    from console.domain.operation import Operation
    from console.domain.rollouts.rollout_run import RolloutRun
    from console.services.change_access import ChangeAccess


async def foreign_edit(access: ChangeAccess, run: RolloutRun, cell: str, lever: int) -> str:
    """Return a sentence on what somebody else has changed at a lever of a cell; empty when nothing has been.

    Raises ``ConsoleError`` when the target cannot be asked.
    """
    for operations in expected(run, cell, lever):
        edit = await _different(access, operations)
        if edit:
            return edit
    return ""


async def _different(access: ChangeAccess, operations: tuple[Operation, ...]) -> str:
    """Return how the target is different from all of some operations, said of the first; empty: it has one of them."""
    told = []
    for operation in operations:
        seen = await access.executor(operation).verify(operation)
        if seen.truth is not Truth.DIFFERENT:
            return ""
        told.append(seen.sentence)
    return told[0] if told else ""


def touched_levers(run: RolloutRun, cells: tuple[str, ...] = ()) -> tuple[tuple[str, int], ...]:
    """Return the levers (cell, place) that a run has moved so far, of some cells or of all."""
    found = dict.fromkeys((one.cell, one.lever) for one in run.changes)
    return tuple(one for one in found if not cells or one[0] in cells)
