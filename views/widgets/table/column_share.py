"""How columns share what the others leave of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_PERCENT = 10_000


def column_shares(room: int, wishes: Sequence[int], widths: Sequence[int], least: Sequence[int]) -> list[int]:
    """Return a width for each: what it wishes while there is room, else its part by the declared ``widths``.

    What nobody wishes goes to the last; nobody gets less than its ``least``, even where that is too much.
    """
    low, high = 0, _MOST_PERCENT
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if sum(_grant(middle, wishes, widths, least)) <= room else (low, middle - 1)
    granted = _grant(low, wishes, widths, least)
    return [*granted[:-1], granted[-1] + max(room - sum(granted), 0)]


def _grant(percent: int, wishes: Sequence[int], widths: Sequence[int], least: Sequence[int]) -> list[int]:
    parts = zip(wishes, widths, least, strict=True)
    return [max(min(wish, width * percent // 100), fewest) for wish, width, fewest in parts]
