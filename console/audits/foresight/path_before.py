"""What files were called before some units of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from console.audits.foresight.work_unit import WorkUnit


def paths_before(units: Sequence[WorkUnit], paths: Iterable[str]) -> dict[str, str]:
    """Return the earlier path of each, by the path after ``units`` (oldest first)."""
    now = {one: one for one in paths}
    for unit in reversed(units):
        for commit in reversed(unit.commits):
            renamed = {one.path: one.old_path for one in commit.changes if one.status == "R"}
            if renamed:
                now = {path: renamed.get(old, old) for path, old in now.items()}
    return now
