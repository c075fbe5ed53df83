"""How much of what users write a model's dictionary covers, over 30 days (E3.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from console.domain.model.dictionary import LEAST_COVERAGE

DAYS = 30
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class DayCoverage:
    """Tokens of one day, and those among them that the dictionary covers."""

    day: date
    tokens: int
    covered: int


class Advice(StrEnum):
    """What the coverage calls for."""

    NOTHING = "nothing"
    ADD_WORDS = "add-words"
    RENEW = "renew"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class VocabularyReport:
    """Coverage over the last 30 days.

    ``rate`` is ``None`` without tokens; the first and the last ``third`` of the days tell the trend (``None``: a single
    day has none). ``missing`` are the most frequent uncovered tokens; ``needed`` of them lift the rate above 85 %,
    ``None`` when not even all of them do.
    """

    days: int
    tokens: int
    covered: int
    rate: float | None
    first_rate: float | None
    last_rate: float | None
    missing: tuple[tuple[str, int], ...]
    needed: int | None
    advice: Advice

    @property
    def third(self) -> int:
        """Return how many days each side of the trend has: ten of all thirty."""
        return max(1, self.days // 3)


def vocabulary_report(days: Sequence[DayCoverage], until: date, uncovered: Mapping[str, int]) -> VocabularyReport:
    """Return the report of the 30 days that end on ``until``."""
    window = sorted((one for one in days if until - timedelta(days=DAYS) < one.day <= until), key=lambda one: one.day)
    tokens, covered = sum(one.tokens for one in window), sum(one.covered for one in window)
    rate = covered / tokens if tokens else None
    missing = tuple(sorted(uncovered.items(), key=lambda one: (-one[1], one[0]))[:MOST_SHOWN])
    needed = None if rate is None else _needed(tokens, covered, missing)
    report = VocabularyReport(len(window), tokens, covered, rate, None, None, missing, needed, _advice(rate, needed))
    if len(window) < 2:
        return report
    return replace(report, first_rate=_rate(window[: report.third]), last_rate=_rate(window[-report.third :]))


def _rate(days: Sequence[DayCoverage]) -> float | None:
    tokens = sum(one.tokens for one in days)
    return sum(one.covered for one in days) / tokens if tokens else None


def _needed(tokens: int, covered: int, missing: Sequence[tuple[str, int]]) -> int | None:
    """Return how many of the most frequent uncovered tokens lift the rate above what is asked for."""
    for count in range(len(missing) + 1):
        if (covered + sum(uses for _, uses in missing[:count])) / tokens > LEAST_COVERAGE:
            return count
    return None


def _advice(rate: float | None, needed: int | None) -> Advice:
    if rate is None:
        return Advice.COUNT
    if needed == 0:
        return Advice.NOTHING
    return Advice.RENEW if needed is None else Advice.ADD_WORDS
