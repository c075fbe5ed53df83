"""The forecast of fixes as rows: the ranking with its reasons, and the backtest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from console.kernel.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class RankedFileRow:
    """A file at its place in the ranking; ``rank`` is from 0 to 1; the path is untrusted text made visible."""

    place: int
    path: str
    lines: int
    rank: float
    reasons: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "place": self.place,
            "path": self.path,
            "lines": self.lines,
            "rank": round(self.rank, 6),
            "reasons": list(self.reasons),
        }


def ranked_file_rows(ranked: Iterable[tuple[str, int, float, tuple[str, ...]]]) -> tuple[RankedFileRow, ...]:
    """Return rows of path, lines, rank and reasons, in the order given."""
    return tuple(
        RankedFileRow(place, visible_line(path), lines, rank, reasons)
        for place, (path, lines, rank, reasons) in enumerate(ranked, 1)
    )
