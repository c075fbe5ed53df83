"""Planned interruptions: what happens in them counts neither for nor against an objective."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil, floor


@dataclass(frozen=True, slots=True)
class Maintenance:
    """A planned interruption from ``start_s`` to ``end_s`` (unix seconds)."""

    start_s: float
    end_s: float
    title: str = ""

    @property
    def length_s(self) -> float:
        """Return how long it takes, in seconds."""
        return self.end_s - self.start_s


def within(found: Iterable[Maintenance], from_s: float, to_s: float) -> tuple[Maintenance, ...]:
    """Return the parts that lie in a span (unix seconds), in whole seconds, in order; what overlaps is one."""
    joined: list[Maintenance] = []
    for one in sorted(found, key=lambda each: each.start_s):
        start_s, end_s = float(floor(max(one.start_s, from_s))), float(ceil(min(one.end_s, to_s)))
        if end_s <= start_s:
            continue
        if joined and start_s <= joined[-1].end_s:
            last = joined.pop()
            titles = dict.fromkeys(part for part in (last.title, one.title) if part)
            joined.append(replace(last, end_s=max(last.end_s, end_s), title=", ".join(titles)))
        else:
            joined.append(Maintenance(start_s, end_s, one.title))
    return tuple(joined)


def kept_parts(found: Iterable[Maintenance], from_s: float, to_s: float) -> tuple[tuple[float, float], ...]:
    """Return the parts of a span (unix seconds) that no maintenance covers, in order."""
    parts, begin_s = [], from_s
    for one in within(found, from_s, to_s):
        if one.start_s > begin_s:
            parts.append((begin_s, one.start_s))
        begin_s = one.end_s
    if begin_s < to_s:
        parts.append((begin_s, to_s))
    return tuple(parts)
