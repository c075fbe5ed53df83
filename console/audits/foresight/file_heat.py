"""The heat of a file: what its story at a moment says about the fixes that will come."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from console.audits.foresight.file_story import DAY_S

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.audits.foresight.file_story import Touch
    from console.audits.foresight.text_shape import TextShape

YEAR_S = 365 * DAY_S
FIX_HALF_LIFE_S = 365 * DAY_S
COMMIT_HALF_LIFE_S = 180 * DAY_S
PEOPLE_HALF_LIFE_S = 730 * DAY_S


class FileHeat(NamedTuple):
    """``fixes`` and ``commits`` are decayed (half-lives 365 and 180 days), ``fresh_fixes`` weighted by Google's curve.

    ``passers`` are people who changed it once among others who changed it more, decayed over two years. ``*_year``
    count the last 365 days; ``last_s`` is the unix time of the last change. ``rank`` is from 0 (coolest) to 1.
    """

    path: str
    shape: TextShape
    fixes: float
    fresh_fixes: float
    commits: float
    passers: float
    fixes_year: int
    commits_year: int
    passers_year: int
    last_s: int
    rank: float = 0.0

    @property
    def ground(self) -> float:
        """Return what amounts are held against: its lines, and ten, so that a file of three lines is no density."""
        return self.shape.lines + 10.0


def file_heat(path: str, shape: TextShape, touches: Sequence[Touch], began_s: int, now_s: int) -> FileHeat:
    """Return the heat of a file at ``now_s``, in a repository that began at ``began_s`` (unix seconds)."""
    all_s, fixes_s = [one.at_s for one in touches], [one.at_s for one in touches if one.is_fix]
    span = max(1, now_s - began_s)
    once = _passers(touches)
    year = now_s - YEAR_S
    return FileHeat(
        path,
        shape,
        _decayed(fixes_s, now_s, FIX_HALF_LIFE_S),
        sum([1.0 / (1.0 + math.exp(12.0 - 12.0 * (at_s - began_s) / span)) for at_s in fixes_s]),
        _decayed(all_s, now_s, COMMIT_HALF_LIFE_S),
        _decayed(once, now_s, PEOPLE_HALF_LIFE_S),
        sum([at_s > year for at_s in fixes_s]),
        sum([at_s > year for at_s in all_s]),
        sum([at_s > year for at_s in once]),
        touches[-1].at_s if touches else 0,
    )


def _decayed(times_s: Sequence[int], now_s: int, half_life_s: float) -> float:
    return float(sum([0.5 ** (max(0, now_s - at_s) / half_life_s) for at_s in times_s]))


def _passers(touches: Sequence[Touch]) -> list[int]:
    """Return when those came who changed the file once, where others changed it more often."""
    count = Counter([who for one in touches for who in one.people])
    once = {who for who, times in count.items() if times == 1}
    if len(once) == len(count):
        return []
    return [one.at_s for one in touches if not once.isdisjoint(one.people)]
