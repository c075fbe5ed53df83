"""Splitting of long ranges: the server gives at most 11,000 points a series and answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from console.kernel.i18n import t

MOST_POINTS = 11_000
MOST_PARTS = 100
_MS = 1000


@dataclass(frozen=True, slots=True)
class TimeRange:
    """Evaluation times ``start``, ``start + step``, ... up to ``end``, in whole milliseconds, as the server counts."""

    start_ms: int
    end_ms: int
    step_ms: int

    @staticmethod
    def of(start_s: float, end_s: float, step_s: float) -> "TimeRange":
        """Return the range in milliseconds; raise ``ValueError`` when it is empty, endless or too fine."""
        try:
            found = TimeRange(round(start_s * _MS), round(end_s * _MS), round(step_s * _MS))
        except (OverflowError, ValueError):
            raise ValueError(t("the times are not numbers")) from None
        if found.step_ms < 1:
            raise ValueError(t("the step is shorter than a millisecond"))
        if found.end_ms < found.start_ms:
            raise ValueError(t("it ends before it starts"))
        if found.points > MOST_POINTS * MOST_PARTS:
            raise ValueError(
                t("{count} points a series are more than {most}", count=found.points, most=MOST_POINTS * MOST_PARTS)
            )
        return found

    @property
    def points(self) -> int:
        """Return how many times the query is evaluated."""
        return (self.end_ms - self.start_ms) // self.step_ms + 1

    def parts(self) -> Iterator["TimeRange"]:
        """Yield ranges of at most 11,000 points that together evaluate exactly the same times."""
        stride_ms = MOST_POINTS * self.step_ms
        for start_ms in range(self.start_ms, self.end_ms + 1, stride_ms):
            yield TimeRange(start_ms, min(self.end_ms, start_ms + stride_ms - self.step_ms), self.step_ms)

    def form(self) -> dict[str, str]:
        """Return the parameters of a range query, in seconds with milliseconds."""
        return {"start": _seconds(self.start_ms), "end": _seconds(self.end_ms), "step": _seconds(self.step_ms)}


def _seconds(milliseconds: int) -> str:
    sign = "-" if milliseconds < 0 else ""
    whole, rest = divmod(abs(milliseconds), _MS)
    return f"{sign}{whole}.{rest:03d}"
