"""How long the window was away from its user: distances between frames, and what they come to."""

from __future__ import annotations

from collections import deque
from math import ceil
from typing import NamedTuple

FRAME_S = 0.016
MOST = 3_750  # frames of a minute
SLOW_S = 0.05


class FrameSummary(NamedTuple):
    """Gaps in seconds beyond a frame's own length: in the middle, at 99 of 100, the worst; ``slow`` are over 50 ms."""

    frames: int
    middle_s: float
    p99_s: float
    worst_s: float
    slow: int


class FrameTimes:
    """The frames of the last minute."""

    def __init__(self) -> None:
        self._gaps: deque[float] = deque(maxlen=MOST)
        self._last: float | None = None

    def tick(self, now_s: float) -> None:
        """A frame came at ``now_s`` (a monotonic clock)."""
        if self._last is not None:
            self._gaps.append(max(0.0, now_s - self._last - FRAME_S))
        self._last = now_s

    def summary(self) -> FrameSummary | None:
        """Return what the frames come to; ``None`` before there are two."""
        if not self._gaps:
            return None
        gaps = sorted(self._gaps)
        at_99 = gaps[ceil(0.99 * len(gaps)) - 1]
        return FrameSummary(len(gaps), gaps[len(gaps) // 2], at_99, gaps[-1], sum(gap > SLOW_S for gap in gaps))
