"""The backtest: how much of a year's fixes the ranking would have named a year ago, from what was known then."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.audits.foresight.code_path import is_product_code
from console.audits.foresight.file_heat import YEAR_S
from console.audits.foresight.file_story import FileStories, units_of
from console.audits.foresight.ranking import ranked_files
from console.audits.foresight.text_shape import TextShape, text_shape
from console.audits.repository.blob_text import blob_texts, files_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from console.audits.foresight.file_heat import FileHeat
    from console.audits.foresight.work_unit import WorkUnit
    from console.audits.repository.checkout import Checkout

MOST_WINDOWS = 5
FEWEST = 10
BUDGET = 0.2
_MOST_BYTES = 1 << 20
_MOST_FILES = 4000


class BacktestWindow(NamedTuple):
    """A year after a commit. ``found`` is the share of its fixes in the first fifth of the lines (by chance: a fifth).

    ``hotspot`` is what ranking by changes × complexity would have found. ``fixes`` counts files touched by fixes,
    ``named`` are the five files that were called hottest.
    """

    commit: str
    at_s: int
    fixes: int
    files: int
    found: float
    hotspot: float
    named: tuple[str, ...]


class Backtest(NamedTuple):
    """The windows, newest first; without one the history is too short or too quiet to tell."""

    windows: tuple[BacktestWindow, ...]

    @property
    def fixes(self) -> int:
        """Return how many later fixes were held against the rankings."""
        return sum(one.fixes for one in self.windows)

    @property
    def found(self) -> float:
        """Return the share of them that a fifth of the lines held, all windows together."""
        return sum(one.found * one.fixes for one in self.windows) / self.fixes if self.fixes else 0.0

    @property
    def hotspot(self) -> float:
        """Return the same for the ranking by changes × complexity."""
        return sum(one.hotspot * one.fixes for one in self.windows) / self.fixes if self.fixes else 0.0


def backtest_of(checkout: Checkout) -> Backtest:
    """Return the backtest of a checkout's own history, at most five years; raise ``ConnectorError``."""
    return checkout.once("backtest", lambda: _backtest(checkout))


def share_found(ranking: Iterable[tuple[str, int]], touches: Mapping[str, int], budget: float = BUDGET) -> float:
    """Return which share of ``touches`` lies in the first files until ``budget`` of all lines is spent.

    ``ranking`` gives path and lines. The file at the edge counts by the part of it that is within.
    """
    files = list(ranking)
    left = budget * sum(lines for _, lines in files)
    whole = sum(touches.get(path, 0) for path, _ in files)
    found = 0.0
    for path, lines in files:
        if left <= 0:
            break
        found += touches.get(path, 0) * min(1.0, left / lines if lines else 1.0)
        left -= lines
    return found / whole if whole else 0.0


def _backtest(checkout: Checkout) -> Backtest:
    units = units_of(checkout)
    if not units:
        return Backtest(())
    stories, known, cuts = FileStories(), dict[str, TextShape](), _cuts(units)
    paths: dict[int, dict[str, int]] = {}
    for place, unit in enumerate(units):
        if place in cuts:
            paths[place] = dict(stories.numbers)  # as they were called then
        stories.add(place, unit)
    windows = [_window(checkout, stories, paths[cut], cut, known) for cut in cuts]
    return Backtest(tuple(one for one in windows if one is not None))


def _cuts(units: Sequence[WorkUnit]) -> list[int]:
    """Return how many units each cut knows: those until one, two… years before the newest."""
    end_s = units[-1].at_s
    cuts = []
    for years in range(1, MOST_WINDOWS + 1):
        before = sum(one.at_s <= end_s - years * YEAR_S for one in units)
        if before >= FEWEST:
            cuts.append(before)
    return cuts


def _window(
    checkout: Checkout, stories: FileStories, numbers: dict[str, int], cut: int, known: dict[str, TextShape]
) -> BacktestWindow | None:
    at = units_of(checkout)[cut - 1]
    shapes = _shapes_at(checkout, at.id, known)
    if len(shapes) < FEWEST:
        return None
    ranking = ranked_files(stories, numbers, shapes, cut, at.at_s)
    paths = {number: path for path, number in numbers.items()}
    touches = _later(stories, paths, cut, at.at_s + YEAR_S)
    fixes = sum(touches.get(one.path, 0) for one in ranking)
    if fixes < FEWEST:
        return None
    return BacktestWindow(
        at.id, at.at_s, fixes, len(ranking),
        share_found([(one.path, one.shape.lines) for one in ranking], touches),
        share_found([(one.path, one.shape.lines) for one in sorted(ranking, key=_hotspot)], touches),
        tuple(one.path for one in ranking[:5]),
    )  # fmt: skip


def _hotspot(one: FileHeat) -> tuple[float, str]:
    """Order by changes of a year × complexity, per line."""
    return -one.commits_year * one.shape.nesting / max(1, one.shape.lines), one.path


def _later(stories: FileStories, paths: Mapping[int, str], cut: int, until_s: int) -> dict[str, int]:
    return {
        path: sum(one.is_fix for one in stories.touches[number] if one.unit >= cut and one.at_s <= until_s)
        for number, path in paths.items()
    }


def _shapes_at(checkout: Checkout, commit: str, known: dict[str, TextShape]) -> dict[str, TextShape]:
    files = [
        one
        for one in files_at(checkout.repository, commit)
        if one.is_regular and one.size <= _MOST_BYTES and is_product_code(one.path)
    ][:_MOST_FILES]
    fresh = {one.object_id for one in files} - known.keys()
    for object_id, text in blob_texts(checkout.repository, fresh):
        known[object_id] = text_shape(text)
    return {one.path: known[one.object_id] for one in files}
