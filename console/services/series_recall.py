"""The courses of an estate's lead numbers, from the local history: sparklines that need no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.event import SeriesObserved
from console.domain.signal_catalogue import SIGNALS_BY_KEY
from console.kernel.errors import ConsoleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from console.store.history.history import History
    from console.store.series_book import SeriesBook
    from console.store.state import Readings

SPAN_S = 3_600.0
MORE = frozenset({"router_rps"})
"""Shown as a course although it leads no layer."""


def recall_series(
    history: History, book: SeriesBook, estate: str, readings: Iterable[Readings], is_wanted: Callable[[], bool]
) -> int:
    """Fill ``book`` with the hour before each last known reading of a lead signal; return how many series. Any thread.

    A series that has points by now is live and stays as it is. Ends early when the history cannot be used, which its
    recorder tells, and when ``is_wanted`` says that another estate is open by now.
    """
    found = 0
    for key, reading in ((key, one) for known in readings for key, one in known.values.items()):
        signal = SIGNALS_BY_KEY.get(key.signal)
        if signal is None or not (signal.lead or signal.key in MORE):
            continue
        try:
            times, values = history.read(estate, key, reading.at_s - SPAN_S, reading.at_s)
        except ConsoleError:
            return found
        if not is_wanted():
            return found
        if times and not book.version(key):
            book.extend(SeriesObserved(key, tuple(times), tuple(values)))
            found += 1
    return found
