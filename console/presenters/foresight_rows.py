"""The forecast of fixes as rows: the ranking with its reasons, and the backtest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from console.kernel.i18n import t
from console.kernel.visible_text import visible_line
from console.presenters.format import local_day, percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.audit.ranked_file import RankedFile


@dataclass(frozen=True, slots=True)
class RankedFileRow:
    """A file at its place in the ranking; ``rank`` is from 0 to 1; the path is untrusted text made visible."""

    place: int
    path: str
    lines: int
    rank: float
    reasons: tuple[str, ...]
    actions: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "place": self.place,
            "path": self.path,
            "lines": self.lines,
            "rank": round(self.rank, 6),
            "reasons": list(self.reasons),
            "actions": list(self.actions),
        }


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A year of the backtest from ``at_s`` (unix seconds) on; ``found`` and ``hotspot`` are shares from 0 to 1."""

    commit: str
    at_s: float
    day: str
    fixes: int
    found: float
    hotspot: float
    named: str

    @property
    def found_text(self) -> str:
        """Return what the ranking found."""
        return percent(self.found)

    @property
    def hotspot_text(self) -> str:
        """Return what changes × complexity would have found."""
        return percent(self.hotspot)


def window_row(commit: str, at_s: float, fixes: int, found: float, hotspot: float, named: Iterable[str]) -> WindowRow:
    """Return a year of the backtest as a row."""
    files = ", ".join(visible_line(one) for one in named)
    return WindowRow(commit, at_s, local_day(at_s), fixes, found, hotspot, files)


def ranked_file_rows(ranked: Iterable[RankedFile]) -> tuple[RankedFileRow, ...]:
    """Return files as rows, in the order given."""
    return tuple(
        RankedFileRow(place, visible_line(one.path), one.lines, one.rank, one.reasons, one.actions)
        for place, one in enumerate(ranked, 1)
    )


def backtest_text(windows: int, fixes: int, found: float, hotspot: float) -> str:
    """Return how right the ranking was on the repository's own history, in a sentence.

    ``windows`` and ``fixes`` count years and fixed files; ``found`` and ``hotspot`` are shares from 0 to 1.
    """
    if not windows:
        return t("Its history is too short or too quiet to test this ranking on it.")
    return t(
        "Tested on its own history ({windows} years, {fixes} fixes of files): a fifth of the lines, ranked a year"
        " before, held {found} % of the fixes; by changes × complexity {hotspot} %, by chance 20 %.",
        windows=windows,
        fixes=fixes,
        found=round(100 * found),
        hotspot=round(100 * hotspot),
    )
