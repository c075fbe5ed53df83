"""A stretch of time, and what of it is not yet covered by blocks."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Unix seconds ``start_s < t <= end_s``."""

    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        """Return its length in seconds, never below 0."""
        return max(0.0, self.end_s - self.start_s)


def uncovered(wanted: Span, covered: Iterable[Span], least_s: float = 0.0) -> tuple[Span, ...]:
    """Return the parts of ``wanted`` that no span covers, in order; parts of ``least_s`` or less are left out."""
    gaps, reached_s = [], wanted.start_s
    for span in sorted(covered, key=lambda one: one.start_s):
        gaps.append(Span(reached_s, min(span.start_s, wanted.end_s)))
        reached_s = max(reached_s, span.end_s)
    gaps.append(Span(reached_s, wanted.end_s))
    return tuple(gap for gap in gaps if gap.length_s > least_s)


def newest_first(gap: Span, first_s: float, most_s: float) -> tuple[Span, ...]:
    """Cut a gap into parts, newest first: ``first_s`` seconds, which are soon written, then up to ``most_s`` each."""
    parts, end_s, length_s = [], gap.end_s, first_s
    while end_s - gap.start_s > 1.5 * length_s:
        parts.append(Span(end_s - length_s, end_s))
        end_s, length_s = end_s - length_s, most_s
    return (*parts, Span(gap.start_s, end_s))
