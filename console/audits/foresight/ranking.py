"""Ranking files by where the next fixes will be per line: a fusion of five ranks (spec/audits.md §6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.foresight.file_heat import FileHeat, file_heat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from console.audits.foresight.file_story import FileStories, Touch
    from console.audits.foresight.text_shape import TextShape

_PARTS: tuple[tuple[float, Callable[[FileHeat], float]], ...] = (
    (1.0, lambda one: one.fixes / one.ground),
    (1.0, lambda one: one.fresh_fixes / one.ground),
    (1.0, lambda one: one.commits / one.ground),
    (1.0, lambda one: one.passers / one.ground),
    (0.5, lambda one: one.shape.mean_nesting),
)


def ranked_files(
    stories: FileStories, numbers: Mapping[str, int], shapes: Mapping[str, TextShape], until: int, now_s: int
) -> tuple[FileHeat, ...]:
    """Return the files of ``shapes``, the hottest per line first, from units before the ``until``-th alone.

    ``numbers`` are those of the stories at that moment. Equal inputs give equal orders; ties go by path.
    """
    began_s = min((one[0].at_s for one in stories.touches if one), default=now_s)
    heats = [
        file_heat(path, shape, _until(stories, numbers.get(path), until), began_s, now_s)
        for path, shape in sorted(shapes.items())
        if shape.lines
    ]
    totals = [0.0] * len(heats)
    for weight, part in _PARTS:
        for place, rank in enumerate(_ranks([part(one) for one in heats])):
            totals[place] += weight * rank
    whole = sum(weight for weight, _ in _PARTS)
    found = [one._replace(rank=total / whole) for one, total in zip(heats, totals, strict=True)]
    return tuple(sorted(found, key=lambda one: (-one.rank, one.path)))


def _until(stories: FileStories, number: int | None, until: int) -> Sequence[Touch]:
    if number is None:
        return ()
    touches = stories.touches[number]
    return touches if not touches or touches[-1].unit < until else [one for one in touches if one.unit < until]


def _ranks(amounts: Sequence[float]) -> list[float]:
    """Return the rank of each from 0 to 1; equal amounts share the middle of their places."""
    order = sorted(range(len(amounts)), key=amounts.__getitem__)
    ranks = [0.0] * len(amounts)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and amounts[order[end + 1]] == amounts[order[start]]:
            end += 1
        for place in range(start, end + 1):
            ranks[order[place]] = (start + end) / 2 / max(1, len(order) - 1)
        start = end + 1
    return ranks
