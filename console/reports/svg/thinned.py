"""Long series with as many points as can be seen."""

from __future__ import annotations

from typing import TypeVar

Point = tuple[float, float | None]
Band = TypeVar("Band", bound=tuple[float, float, float])


def thinned(points: tuple[Point, ...], most: int) -> tuple[Point, ...]:
    """Return the lowest and the highest of each stretch, in their order, so that no peak is lost; gaps stay."""
    if len(points) <= most:
        return points
    stride = -(-2 * len(points) // most)
    kept: list[Point] = []
    for begin in range(0, len(points), stride):
        known = [(index, one[1]) for index, one in enumerate(points[begin : begin + stride]) if one[1] is not None]
        if not known:
            kept.append((points[begin][0], None))
            continue
        ends = {min(known, key=lambda one: one[1])[0], max(known, key=lambda one: one[1])[0]}
        kept += [points[begin + index] for index in sorted(ends)]
    return tuple(kept)


def thinned_band(points: tuple[Band, ...], most: int) -> tuple[tuple[float, float, float], ...]:
    """Return a band with the lowest low and the highest high of each stretch."""
    if len(points) <= most:
        return points
    stride = -(-len(points) // most)
    stretches = [points[begin : begin + stride] for begin in range(0, len(points), stride)]
    return tuple((part[0][0], min(one[1] for one in part), max(one[2] for one in part)) for part in stretches)
