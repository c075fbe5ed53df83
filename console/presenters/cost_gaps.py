"""What is missing of the costs and loads of a period, in sentences: sums are the least, then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.load_course import FAILED, MODEL_USD, REQUESTS, TOKENS, USERS
from console.kernel.i18n import t
from console.presenters.format import number
from console.presenters.retold import retold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from console.presenters.spend_book import SpendBook

COSTS = ""
"""What costs of clusters are called among the measures of loads."""


def cost_gaps(
    book: SpendBook, begin_s: float, end_s: float, measures: Collection[str] = (COSTS, MODEL_USD)
) -> tuple[str, ...]:
    """Return one sentence per gap of what is measured in a period (unix seconds)."""
    return tuple(dict.fromkeys(_sentences(book, begin_s, end_s, measures)))


def _sentences(book: SpendBook, begin_s: float, end_s: float, measures: Collection[str]) -> Iterator[str]:
    mine = [one for one in book.gaps if one.measure in measures]
    hours = sum(day.hours for one in mine for day in one.days if begin_s <= day.from_s < end_s)
    if hours > 0:
        yield t("{bill}: {count} hours missing", bill=_measure_word(COSTS), count=number(hours))
    for one in mine:
        if one.error:
            yield t("{bill} incomplete: {why}", bill=_measure_word(one.measure), why=retold(one.error).rstrip(".。"))


def _measure_word(measure: str) -> str:
    words = {
        COSTS: t("Clusters"),
        REQUESTS: t("Requests"),
        FAILED: t("Failed requests"),
        TOKENS: t("Tokens"),
        MODEL_USD: t("Model calls"),
        USERS: t("Users"),
    }
    return words.get(measure, measure)
