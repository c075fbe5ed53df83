"""The hot files of a checkout: its ranking, and the few that fixes keep coming back to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.foresight.code_path import is_product_code
from console.audits.foresight.file_story import stories_of, units_of
from console.audits.foresight.ranking import ranked_files
from console.audits.foresight.text_shape import TextShape, text_shape
from console.audits.repository.file_book import file_book

if TYPE_CHECKING:
    from console.audits.foresight.file_heat import FileHeat
    from console.audits.repository.checkout import Checkout

_MOST_HOT = 20
_SHARE = 0.2
_FIXED = 1.0  # one fix alone, however new, is an accident
_FEWEST_UNITS = 10


def ranking_of(checkout: Checkout) -> tuple[FileHeat, ...]:
    """Return the product files of a checkout, the hottest per line first; raise ``ConnectorError``.

    Ages count from the newest commit, not from today: the same commit always gives the same order.
    """
    return checkout.once("file-ranking", lambda: _ranking(checkout))


def hot_files(checkout: Checkout) -> tuple[FileHeat, ...]:
    """Return the files worth a hint: at the top of a fifth of the lines, and with fixes in the last year or two."""
    return checkout.once("hot-files", lambda: _hot(checkout))


def _ranking(checkout: Checkout) -> tuple[FileHeat, ...]:
    stories, units = stories_of(checkout), units_of(checkout)
    if len(units) < _FEWEST_UNITS:
        return ()
    shapes = shapes_of(checkout)
    return ranked_files(stories, stories.numbers, shapes, len(units), units[-1].at_s)


def shapes_of(checkout: Checkout) -> dict[str, TextShape]:
    """Return the shapes of the product files."""
    return checkout.once("text-shapes", lambda: _shapes(checkout))


def _shapes(checkout: Checkout) -> dict[str, TextShape]:
    book = file_book(
        checkout, "text-shapes", [one.path for one in checkout.files if is_product_code(one.path)], TextShape
    )
    checkout.folder_with(book.missing)
    return book.whole({one: text_shape(checkout.text(one)) for one in book.missing}, TextShape(0, 0.0))


def _hot(checkout: Checkout) -> tuple[FileHeat, ...]:
    ranking = ranking_of(checkout)
    budget = _SHARE * sum(one.shape.lines for one in ranking)
    found: list[FileHeat] = []
    for one in ranking:
        if one.fixes > _FIXED and one.commits_year:
            found.append(one)
        budget -= one.shape.lines
        if budget <= 0 or len(found) == _MOST_HOT:
            break
    return tuple(found)
